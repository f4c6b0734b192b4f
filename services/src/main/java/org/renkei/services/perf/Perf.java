package org.renkei.services.perf;

public final class Perf {
    public static void main(String[] a) {}
}
