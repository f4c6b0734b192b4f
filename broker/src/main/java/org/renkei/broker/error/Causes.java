package org.renkei.broker.error;

/** What lies at the bottom of an exception. */
public final class Causes {
    private static final int LONGEST = 4_000;

    private Causes() {}

    /** The innermost message, in one line; Camel wraps the one that matters several times. */
    public static String rootOf(Throwable error) {
        Throwable root = root(error);
        String text = root.getMessage() == null ? root.getClass().getName() : root.getMessage();
        return text.lines().findFirst().orElse("");
    }

    /** What somebody else has said, as long as tracking keeps it and a message's header can well carry it. */
    public static String cut(String reason) {
        return reason == null || reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST - 1) + "…";
    }

    /** The exception by its name and message, and the innermost one if it says something else. */
    public static String describe(Throwable error) {
        String outer = named(error);
        Throwable root = root(error);
        boolean told = root.getMessage() == null ? root == error : outer.contains(root.getMessage());
        return told ? outer : outer + ", caused by " + named(root);
    }

    private static String named(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getName() : error.getClass().getSimpleName() + ": " + message;
    }

    private static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
