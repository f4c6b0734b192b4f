package org.renkei.broker.config;

import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/** A configuration that cannot be used. A record throws it from its constructor; {@code StrictYaml} adds file, line and path. */
public final class ConfigException extends RenkeiException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    /**
     * @param key the key within the record that throws, for example {@code max}; empty if it is about the whole record
     * @param problem the rest of the sentence: {@code must exceed watch (800), was 500}
     */
    public ConfigException(String key, String problem) {
        super(ErrorCode.CONFIG_INVALID, (key + " " + problem).trim());
        this.key = key;
        this.problem = problem;
    }

    /** @param place file, line and path, as {@code etc/channels.yaml:12: channels.order-in.max} */
    public ConfigException(String place, String key, String problem) {
        super(ErrorCode.CONFIG_INVALID, (place + " " + problem).trim());
        this.key = key;
        this.problem = problem;
    }

    public String key() {
        return key;
    }

    public String problem() {
        return problem;
    }
}
