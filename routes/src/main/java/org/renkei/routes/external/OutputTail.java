package org.renkei.routes.external;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of what a program prints, up to a limit. Thread-safe. */
final class OutputTail extends OutputStream {
    private final int most;
    private byte[] kept = new byte[0];

    OutputTail(int most) {
        this.most = most;
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
        byte[] all = Arrays.copyOf(kept, kept.length + count);
        System.arraycopy(bytes, from, all, kept.length, count);
        kept = Arrays.copyOfRange(all, Math.max(0, all.length - most), all.length);
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    synchronized String text() {
        return new String(kept, StandardCharsets.UTF_8).strip();
    }
}
