package org.renkei.broker.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody meant who mistyped it. */
public final class Nearest {

    private Nearest() {}

    /** The candidate with the fewest letters changed, if that is at most a third of them, or one of at least two. */
    public static Optional<String> to(String mistyped, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> isNear(mistyped, candidate))
                .min(Comparator.comparingInt(candidate -> changes(mistyped, candidate)));
    }

    /** The same, if no other candidate is as near: then it is what was meant. */
    public static Optional<String> onlyTo(String mistyped, Collection<String> candidates) {
        return to(mistyped, candidates)
                .filter(nearest -> candidates.stream()
                        .noneMatch(other ->
                                !other.equals(nearest) && changes(mistyped, other) == changes(mistyped, nearest)));
    }

    private static boolean isNear(String mistyped, String candidate) {
        int letters = Math.max(candidate.length(), mistyped.length());
        int changes = changes(mistyped, candidate);
        return changes <= Math.max(1, letters / 3) && changes < letters;
    }

    private static int changes(String mistyped, String candidate) {
        return distance(mistyped.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
    }

    /** Damerau's: letters that were changed, added, left out, or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, cost);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] cost) {
        int changed = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
