package org.renkei.tracking.journey;

/** How SQL finds the row of {@code tracking.stretch} that holds a pass: in its key, without reading what lies far before it. */
public final class StretchSql {

    private StretchSql() {}

    /**
     * What holds of the row {@code s} if the pass is in it.
     *
     * @param job the column of the pass's job, as are {@code branch} and {@code seq}, which may be an expression
     */
    public static String holds(String job, String branch, String seq) {
        return "s.job = %1$s and s.branch = %2$s and s.seq between %3$s - %4$d and %3$s and s.last_seq >= %3$s"
                .formatted(job, branch, seq, Stretch.LONGEST - 1);
    }
}
