package org.renkei.services.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The whole of a terminal, drawn again and again without flicker. What stood there before is back when it closes, also after Ctrl-C.
 * Not thread-safe.
 */
final class Screen implements AutoCloseable {
    private static final String OPEN = "\u001b[?1049h\u001b[?25l";
    private static final String CLOSE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE_END = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final Size USUAL = new Size(24, 80);

    /** In characters. */
    record Size(int rows, int columns) {}

    private final PrintWriter out;
    private final Thread whenInterrupted = new Thread(this::restore, "renkei-screen");

    Screen(PrintWriter out) {
        this.out = out;
        Runtime.getRuntime().addShutdownHook(whenInterrupted);
        out.print(OPEN);
        out.flush();
    }

    /** Lines that do not fit are left out, and so are the ends of long ones. */
    void draw(List<String> lines, Size size) {
        StringBuilder page = new StringBuilder(HOME);
        int shown = Math.min(lines.size(), size.rows());
        for (int i = 0; i < shown; i++) {
            String line = lines.get(i);
            page.append(line.length() > size.columns() ? line.substring(0, size.columns()) : line)
                    .append(CLEAR_LINE_END)
                    .append(i + 1 < shown ? "\r\n" : "");
        }
        out.print(page.append(CLEAR_BELOW));
        out.flush();
    }

    /** How large the terminal is now; 24 by 80 if it does not say. */
    static Size size() {
        try {
            Process asked = new ProcessBuilder("sh", "-c", "stty size < /dev/tty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
            String[] parts = said.split(" ");
            return new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return USUAL;
        }
    }

    private void restore() {
        out.print(CLOSE);
        out.flush();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(whenInterrupted);
        restore();
    }
}
