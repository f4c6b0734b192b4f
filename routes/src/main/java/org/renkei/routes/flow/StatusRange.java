package org.renkei.routes.flow;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.renkei.broker.config.ConfigException;

/** HTTP statuses from the first to the last, both included; written {@code 404} or {@code 500-599}. */
public record StatusRange(int first, int last) {
    private static final Pattern WRITTEN = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

    public StatusRange {
        if (first > last) {
            throw new ConfigException(
                    "", "must be a status such as 404, or a range such as 500-599, was " + first + "-" + last);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StatusRange of(int status) {
        return parse(String.valueOf(status));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StatusRange parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.trim());
        if (!matcher.matches()) {
            throw new ConfigException("", "must be a status such as 404, or a range such as 500-599, was " + text);
        }
        int first = Integer.parseInt(matcher.group(1));
        return new StatusRange(first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)));
    }

    public boolean contains(int status) {
        return status >= first && status <= last;
    }

    @Override
    public String toString() {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
