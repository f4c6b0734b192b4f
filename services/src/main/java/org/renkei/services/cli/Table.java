package org.renkei.services.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, aligned, numbers to the right. A table wider than it may be ({@value #WIDTH} columns by default) loses the ends of its
 * longest texts, marked by an ellipsis; numbers and ids are always whole.
 */
public final class Table {
    static final int WIDTH = 100;
    private static final String GAP = "  ";
    private static final int LEAST_TEXT = 8;

    private enum Kind {
        /** May lose its end. */
        TEXT,
        /** Is copied by users, so it is kept whole. */
        ID,
        NUMBER
    }

    private record Column(String heading, Kind kind) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final int width;

    public Table() {
        this(WIDTH);
    }

    /** @param width in columns, beyond which texts are cut */
    Table(int width) {
        this.width = width;
    }

    public Table text(String heading) {
        columns.add(new Column(heading, Kind.TEXT));
        return this;
    }

    public Table id(String heading) {
        columns.add(new Column(heading, Kind.ID));
        return this;
    }

    public Table number(String heading) {
        columns.add(new Column(heading, Kind.NUMBER));
        return this;
    }

    /** @param cells one for each column; null is shown as nothing */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(columns.size() + " cells make a row, got " + cells.length);
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell == null ? "" : shown(cell));
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, headings first, without a trailing blank. */
    public List<String> lines() {
        int[] widths = fitted(naturalWidths());
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::heading).toList(), widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    public void print(PrintWriter out) {
        lines().forEach(out::println);
    }

    private static String shown(Object cell) {
        if (cell instanceof Integer || cell instanceof Long) {
            return String.format("%,d", cell);
        }
        return cell.toString().replaceAll("\\s+", " ");
    }

    private int[] naturalWidths() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).heading().length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private int[] fitted(int[] widths) {
        int excess = total(widths) - width;
        while (excess > 0) {
            int widest = widestText(widths);
            if (widest < 0) {
                return widths; // nothing left that may be cut: rather wide than wrong
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private int total(int[] widths) {
        int total = GAP.length() * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        return total;
    }

    private int widestText(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            boolean mayShrink = columns.get(i).kind() == Kind.TEXT && widths[i] > LEAST_TEXT;
            if (mayShrink && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP)
                    .append(cell(cells.get(i), widths[i], columns.get(i).kind()));
        }
        return line.toString().stripTrailing();
    }

    private static String cell(String text, int width, Kind kind) {
        String cut = text.length() > width ? text.substring(0, width - 1) + "…" : text;
        String padding = " ".repeat(width - cut.length());
        return kind == Kind.NUMBER ? padding + cut : cut + padding;
    }
}
