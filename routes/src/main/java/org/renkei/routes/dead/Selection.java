package org.renkei.routes.dead;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Which dead letters are meant; all of what is given must hold (C4).
 *
 * @param channel the dead-letter channel; null for all of them
 * @param flow null for any
 * @param step where the job gave up; null for any
 * @param code that the error begins with, as {@code RNK-3010}; null for any
 * @param error a text in the error, in the case of letters that it has there; null for any
 * @param jobs any of these; empty for any at all
 * @param correlationId the producer's; null for any
 * @param since the earliest death that is meant; null for any
 * @param until the first death that is not meant any more; null for any
 * @param ids any of these, see {@link DeadLetter#id()}; empty for any at all
 */
public record Selection(
        String channel,
        String flow,
        String step,
        String code,
        String error,
        List<String> jobs,
        String correlationId,
        Instant since,
        Instant until,
        List<String> ids) {

    private static final Pattern CODE = Pattern.compile("RNK-\\d{4}");

    /** @throws IllegalArgumentException if the code is none */
    public Selection {
        jobs = List.copyOf(jobs);
        ids = List.copyOf(ids);
        if (code != null && !CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("code must be one as RNK-3010, was '" + code + "'");
        }
    }

    /** Of a selection of every letter, until it is told more. */
    public static Builder builder() {
        return new Builder();
    }

    /** Every dead letter. */
    public static Selection all() {
        return builder().build();
    }

    /** The letter of this id. */
    public static Selection ofId(String id) {
        return ofIds(List.of(id));
    }

    /** The letters of these ids. */
    public static Selection ofIds(List<String> ids) {
        return builder().ids(ids).build();
    }

    /** True if it is {@link #all()}. */
    public boolean isAll() {
        return equals(all());
    }

    /** The same of those that had died before this moment. */
    Selection diedBefore(Instant moment) {
        Instant earlier = until == null || moment.isBefore(until) ? moment : until;
        return new Selection(channel, flow, step, code, error, jobs, correlationId, since, earlier, ids);
    }

    /**
     * As a filter for {@link org.renkei.broker.channel.Channels#open(String, String)}; the channel is not in it. It is true or false for
     * every message, never unknown, so that its negation selects all the others.
     */
    String filter() {
        StringJoiner all = new StringJoiner(" AND ");
        // A filter of nothing is none.
        all.add("1 = 1");
        holds(all, DeadLetter.FLOW, equal(flow));
        holds(all, DeadLetter.STEP, equal(step));
        holds(all, "JMSCorrelationID", equal(correlationId));
        holds(all, DeadLetter.ERROR, code == null ? null : "LIKE '" + code + "%'");
        holds(all, DeadLetter.ERROR, error == null ? null : containing(error));
        holds(all, DeadLetter.JOB, in(jobs));
        orOf(all, DeadLetter.ID, "AMQUserID", in(ids));
        orOf(all, DeadLetter.DIED_AT, "AMQTimestamp", since == null ? null : ">= " + since.toEpochMilli());
        orOf(all, DeadLetter.DIED_AT, "AMQTimestamp", until == null ? null : "< " + until.toEpochMilli());
        return all.toString();
    }

    private static void holds(StringJoiner all, String property, String condition) {
        if (condition != null) {
            all.add(holds(property, condition));
        }
    }

    private static String holds(String property, String condition) {
        return "(" + property + " IS NOT NULL AND " + property + " " + condition + ")";
    }

    /** What another program put into the channel has no id and time of a letter, but those of a message. */
    private static void orOf(StringJoiner all, String property, String ofMessage, String condition) {
        if (condition != null) {
            all.add("(" + holds(property, condition) + " OR (" + property + " IS NULL AND " + ofMessage + " "
                    + condition + "))");
        }
    }

    private static String equal(String value) {
        return value == null ? null : "= " + quoted(value);
    }

    private static String containing(String text) {
        return "LIKE " + quoted("%" + text.replaceAll("[%_\\\\]", "\\\\$0") + "%") + " ESCAPE '\\'";
    }

    private static String in(List<String> values) {
        StringJoiner list = new StringJoiner(", ", "IN (", ")");
        values.forEach(value -> list.add(quoted(value)));
        return values.isEmpty() ? null : list.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** For people: {@code flow=orders, step=payment}. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        word(words, "channel", channel);
        word(words, "flow", flow);
        word(words, "step", step);
        word(words, "code", code);
        word(words, "error", error);
        word(words, "jobs", jobs.isEmpty() ? null : jobs);
        word(words, "correlation", correlationId);
        word(words, "since", since);
        word(words, "until", until);
        word(words, "ids", ids.isEmpty() ? null : ids);
        return words.isEmpty() ? "all" : String.join(", ", words);
    }

    private static void word(List<String> words, String name, Object value) {
        if (value != null) {
            words.add(name + "=" + value);
        }
    }

    /** Collects what must hold; null takes a condition back. */
    public static final class Builder {
        private String channel;
        private String flow;
        private String step;
        private String code;
        private String error;
        private List<String> jobs = List.of();
        private String correlationId;
        private Instant since;
        private Instant until;
        private List<String> ids = List.of();

        private Builder() {}

        /** The dead-letter channel. */
        public Builder channel(String name) {
            this.channel = name;
            return this;
        }

        public Builder flow(String name) {
            this.flow = name;
            return this;
        }

        /** Where the job gave up. */
        public Builder step(String name) {
            this.step = name;
            return this;
        }

        /** That the error begins with. */
        public Builder code(String number) {
            this.code = number;
            return this;
        }

        /** Has this text in its error, in the case of letters that it has there. */
        public Builder error(String text) {
            this.error = text;
            return this;
        }

        /** Of any of these; empty for any at all. */
        public Builder jobs(List<String> anyOf) {
            this.jobs = anyOf;
            return this;
        }

        public Builder correlationId(String id) {
            this.correlationId = id;
            return this;
        }

        /** Died at this time or later. */
        public Builder since(Instant time) {
            this.since = time;
            return this;
        }

        /** Died before this time. */
        public Builder until(Instant time) {
            this.until = time;
            return this;
        }

        /** Any of these; empty for any at all. */
        public Builder ids(List<String> anyOf) {
            this.ids = anyOf;
            return this;
        }

        /** @throws IllegalArgumentException if the code is none */
        public Selection build() {
            return new Selection(channel, flow, step, code, error, jobs, correlationId, since, until, ids);
        }
    }
}
