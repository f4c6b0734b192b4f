package org.renkei.routes.external;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** The beginning of what a program prints, up to a limit. Thread-safe. */
final class BoundedOutput extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int most;
    private boolean over;

    BoundedOutput(int most) {
        this.most = most;
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
        int room = most - kept.size();
        over |= count > room;
        kept.write(bytes, from, Math.min(count, room));
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized byte[] bytes() {
        return kept.toByteArray();
    }
}
