package org.renkei.routes.engine;

/** What lies at the bottom of an exception. */
final class Causes {
    private Causes() {}

    /** The innermost message, in one line; Camel wraps the one that matters several times. */
    static String rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? root.getClass().getName() : root.getMessage();
        return text.lines().findFirst().orElse("");
    }
}
