package org.renkei.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A job to be submitted. Immutable, and so for any number of threads.
 *
 * <p><b>One submission is one job</b>, however often it is submitted, and by however many programs that build it with the same
 * {@link Builder#duplicateKey key}. The broker remembers the last 20,000 keys of a channel, tracking those of all jobs that it keeps.
 */
public final class Submission {
    /** JMS's own default, {@code normal} to Renkei. */
    private static final int NORMAL = 4;

    private static final int HIGHEST = 9;
    private static final String DUPLICATE_KEY = "_AMQ_DUPL_ID";
    private static final String GROUP = "JMSXGroupID";

    private final String channel;
    private final String correlationId;
    private final String duplicateKey;
    private final Object body;
    private final Map<String, Object> properties;
    private final int priority;
    private final Duration validity;

    private Submission(Builder builder) {
        channel = builder.channel;
        duplicateKey = builder.duplicateKey == null ? UUID.randomUUID().toString() : builder.duplicateKey;
        correlationId = builder.correlationId == null ? duplicateKey : builder.correlationId;
        body = builder.body;
        properties = new LinkedHashMap<>(builder.properties);
        priority = builder.priority;
        validity = builder.validity;
    }

    /**
     * Begins a submission. Without more it has no body, priority 4, no properties, no end of validity, and a key of its own.
     *
     * @param channel the start channel of the flow, as {@code order-in}; not null
     * @return a builder, for one thread
     */
    public static Builder to(String channel) {
        return new Builder(channel);
    }

    /**
     * Where it goes.
     *
     * @return the name of the start channel
     */
    public String channel() {
        return channel;
    }

    /**
     * By what the job and its result are found.
     *
     * @return never null
     */
    public String correlationId() {
        return correlationId;
    }

    /**
     * The key under which the job is started once.
     *
     * @return never null
     */
    public String duplicateKey() {
        return duplicateKey;
    }

    int priority() {
        return priority;
    }

    /** In milliseconds; 0 for ever. */
    long timeToLive() {
        return validity == null ? 0 : validity.toMillis();
    }

    Message message(Session session) throws JMSException {
        Message message = emptyOrFull(session);
        message.setJMSCorrelationID(correlationId);
        message.setStringProperty(DUPLICATE_KEY, duplicateKey);
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        return message;
    }

    private Message emptyOrFull(Session session) throws JMSException {
        if (body instanceof String text) {
            return session.createTextMessage(text);
        }
        if (body instanceof byte[] bytes) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(bytes);
            return message;
        }
        if (body instanceof Map<?, ?> fields) {
            MapMessage message = session.createMapMessage();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                message.setObject((String) field.getKey(), field.getValue());
            }
            return message;
        }
        return session.createMessage();
    }

    /** Collects what a submission consists of. For one thread; may build several submissions, each of which is a job of its own. */
    public static final class Builder {
        private final String channel;
        private final Map<String, Object> properties = new LinkedHashMap<>();
        private String correlationId;
        private String duplicateKey;
        private Object body;
        private int priority = NORMAL;
        private Duration validity;

        private Builder(String channel) {
            this.channel = Objects.requireNonNull(channel, "channel");
        }

        /**
         * Sets a body of text (a JMS TextMessage), as JSON is. The last body that is set counts.
         *
         * @param text not null
         * @return this
         */
        public Builder text(String text) {
            body = Objects.requireNonNull(text, "text");
            return this;
        }

        /**
         * Sets a body of bytes (a JMS BytesMessage). The last body that is set counts.
         *
         * @param bytes copied; not null
         * @return this
         */
        public Builder bytes(byte[] bytes) {
            body = bytes.clone();
            return this;
        }

        /**
         * Sets a body of names and values (a JMS MapMessage). The last body that is set counts.
         *
         * @param fields copied; values are strings, byte arrays, boxed numbers, characters and booleans, or null
         * @return this
         */
        public Builder map(Map<String, ?> fields) {
            body = new LinkedHashMap<>(fields);
            return this;
        }

        /**
         * Names the job by what the program knows it by. Renkei does not mind if several have the same, but a result is fetched by it: if
         * results are wanted, let it be unique. Default: the duplicate key.
         *
         * @param id null for the default
         * @return this
         */
        public Builder correlationId(String id) {
            correlationId = id;
            return this;
        }

        /**
         * Names what must happen once, as the number of an order, so that it starts one job even if this program dies, is started again
         * and submits it again. It counts for this start channel. Default: a new one for each submission that is built.
         *
         * @param key null for the default
         * @return this
         */
        public Builder duplicateKey(String key) {
            duplicateKey = key;
            return this;
        }

        /**
         * Has the jobs of one group handled in the order in which they were submitted (JMSXGroupID).
         *
         * @param group not null
         * @return this
         */
        public Builder group(String group) {
            properties.put(GROUP, Objects.requireNonNull(group, "group"));
            return this;
        }

        /**
         * Sets what comes first: 0 to 3 is low, 4 to 6 normal (the default is 4), 7 to 9 high.
         *
         * @param level 0 to 9
         * @return this
         * @throws IllegalArgumentException if it is another
         */
        public Builder priority(int level) {
            if (level < 0 || level > HIGHEST) {
                throw new IllegalArgumentException("priority must be 0 to 9, was " + level);
            }
            priority = level;
            return this;
        }

        /**
         * Limits how long the message may wait in the start channel: after that the job ends as {@code EXPIRED}. Default: for ever.
         *
         * @param time to the millisecond, more than none
         * @return this
         * @throws IllegalArgumentException if it is less than a millisecond
         */
        public Builder validFor(Duration time) {
            if (time.toMillis() < 1) {
                throw new IllegalArgumentException("validFor must be a millisecond or more, was " + time);
            }
            validity = time;
            return this;
        }

        /**
         * Adds a property of the message, which applications and conditions see as a header.
         *
         * @param name a name that JMS allows, and none of JMS's, the broker's or Renkei's own ({@code JMS…}, {@code _AMQ…}, {@code renkei_…})
         * @param value a string, a boxed number or a boolean; not null
         * @return this
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder property(String name, Object value) {
            if (name.startsWith("JMS")
                    || name.startsWith("_AMQ")
                    || name.toLowerCase(Locale.ROOT).startsWith("renkei_")) {
                throw new IllegalArgumentException(
                        "property " + name + " is not the program's to set: choose another name");
            }
            properties.put(name, Objects.requireNonNull(value, name));
            return this;
        }

        /**
         * Builds what was collected.
         *
         * @return a submission; a new job with each call, unless a duplicate key was set
         */
        public Submission build() {
            return new Submission(this);
        }
    }
}
