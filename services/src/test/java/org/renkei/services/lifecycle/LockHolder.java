package org.renkei.services.lifecycle;

import java.nio.file.Path;

/** A process of its own that takes a lock, says so, and keeps it until it is killed. */
public final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (InstanceLock lock = InstanceLock.take(Path.of(arguments[0]))) {
            System.out.println("locked by " + lock);
            Thread.sleep(60_000);
        }
    }
}
