package org.renkei.services.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.renkei.broker.access.User;
import org.renkei.broker.access.Users;
import org.renkei.services.lifecycle.RunFile;

/** The browsers that are signed in, in memory only: a restart signs everybody out. Thread-safe. */
final class Sessions {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);
    private static final int MOST = 1_000;
    private static final int MOST_OF_ONE = 20;

    private final Users users;
    private final Clock clock;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, Instant> usedAt = new ConcurrentHashMap<>();

    Sessions(Users users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    /** A new one for a user whose password was right. */
    Session open(User user) {
        dropOld();
        dropOldestOf(user.name());
        Session session = new Session(
                RunFile.newToken(),
                user.name(),
                RunFile.newToken(),
                users.keyOf(user.name()).orElse(""),
                clock.instant().plus(LONGEST));
        sessions.put(session.id(), session);
        usedAt.put(session.id(), clock.instant());
        return session;
    }

    /** Empty if there is none, it has ended, or its user is gone or has another password. */
    Optional<Session> find(String id) {
        Session session = id == null ? null : sessions.get(id);
        if (session == null) {
            return Optional.empty();
        }
        if (isOver(session)) {
            close(id);
            return Optional.empty();
        }
        usedAt.put(id, clock.instant());
        return Optional.of(session);
    }

    void close(String id) {
        sessions.remove(id);
        usedAt.remove(id);
    }

    private boolean isOver(Session session) {
        Instant now = clock.instant();
        Instant used = usedAt.getOrDefault(session.id(), Instant.EPOCH);
        return now.isAfter(session.expiresAt())
                || now.isAfter(used.plus(IDLE))
                || !session.key().equals(users.keyOf(session.user()).orElse(null));
    }

    /** Whoever signs in again and again signs himself out elsewhere, and nobody else. */
    private void dropOldestOf(String user) {
        List<Session> own = sessions.values().stream()
                .filter(session -> session.user().equals(user))
                .sorted(Comparator.comparing(Session::expiresAt))
                .toList();
        own.stream()
                .limit(Math.max(0, own.size() - MOST_OF_ONE + 1))
                .map(Session::id)
                .forEach(this::close);
    }

    private void dropOld() {
        sessions.values().stream()
                .filter(this::isOver)
                .map(Session::id)
                .toList()
                .forEach(this::close);
        if (sessions.size() >= MOST) {
            usedAt.entrySet().stream()
                    .min(Comparator.comparing(Map.Entry::getValue))
                    .map(Map.Entry::getKey)
                    .ifPresent(this::close);
        }
    }
}
