package org.renkei.client;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageFormatException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server said when it did not take a message, or gave a job up. Over the wire it is one text that begins with a stable code;
 * a client library may put words of its own before and behind it.
 *
 * @param code as {@code RNK-2003}; null if there is none
 * @param reason the sentence behind the code
 */
record Refusal(String code, String reason) {
    private static final Pattern CODED = Pattern.compile("(RNK-\\d{4}) (.*)", Pattern.DOTALL);

    /** What Qpid JMS appends, and the JMS client of Artemis. */
    private static final Pattern APPENDED = Pattern.compile("( \\[condition = [^\\]]*\\]|, code:[A-Z_]+)\\s*$");

    private static final Set<String> FOR_NOW = Set.of("RNK-2002", "RNK-2003", "RNK-2004", "RNK-2010", "RNK-2012");

    /** @param text may be null */
    static Refusal of(String text) {
        Matcher coded = CODED.matcher(text == null ? "" : text);
        return coded.find()
                ? new Refusal(coded.group(1), APPENDED.matcher(coded.group(2)).replaceFirst(""))
                : new Refusal(null, text);
    }

    /**
     * What the program is told, if the server has answered.
     *
     * @param channel where the message was sent
     * @return empty if it is not known what the server made of it
     */
    static Optional<RenkeiClientException> told(JMSException failure, String channel) {
        Refusal refusal = of(failure.getMessage());
        if (refusal.code() != null && FOR_NOW.contains(refusal.code())) {
            return Optional.of(new FlowBlockedException(refusal, channel, failure));
        }
        if (refusal.code() != null || isForGood(failure)) {
            return Optional.of(new RenkeiClientException(
                    refusal.code(), "channel " + channel + " does not take it: " + refusal, failure));
        }
        return Optional.empty();
    }

    /** Not the trouble of a connection: no new one would help. */
    static boolean isForGood(JMSException failure) {
        return failure instanceof JMSSecurityException
                || failure instanceof InvalidDestinationException
                || failure instanceof MessageFormatException;
    }

    @Override
    public String toString() {
        return code == null ? reason : code + " " + reason;
    }
}
