package org.renkei.broker.table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Text that any text column can hold. Senders write what they like; PostgreSQL refuses a NUL, and half of a surrogate pair does not
 * survive UTF-8. These become a backslash, {@code u} and four digits, and a backslash two.
 */
final class ColumnText {

    private static final int DIGITS = 4;
    private static final int ESCAPE = 2 + DIGITS;

    private ColumnText() {}

    /** True if a text column holds it as it is. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!isPair(text, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** @param text or null */
    static String escape(String text) {
        return text == null || text.indexOf('\\') < 0 && isPlain(text) ? text : escaped(text);
    }

    /** The opposite of {@link #escape}. */
    static String unescape(String text) {
        return text == null || text.indexOf('\\') < 0 ? text : unescaped(text);
    }

    /** The same of a text whose end is cut off, maybe in the middle of an escape. */
    static String unescapeStart(String text) {
        for (int cut = 0; cut <= Math.min(ESCAPE, text.length()); cut++) {
            try {
                return unescape(text.substring(0, text.length() - cut));
            } catch (IndexOutOfBoundsException inEscape) {
                continue;
            }
        }
        return "";
    }

    /** The text if it is short and plain, else a digest of it. */
    static String shortened(String text, int most) {
        return text.length() <= most && isPlain(text) && !text.startsWith("sha256:") ? text : "sha256:" + digest(text);
    }

    static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                escaped.append("\\\\");
            } else if (Character.isSurrogate(c) && isPair(text, i)) {
                escaped.append(c).append(text.charAt(++i));
            } else if (c == 0 || Character.isSurrogate(c)) {
                escaped.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
            } else if (text.charAt(++i) == 'u') {
                plain.append((char) HexFormat.fromHexDigits(text, i + 1, i + 1 + DIGITS));
                i += DIGITS;
            } else {
                plain.append('\\');
            }
        }
        return plain.toString();
    }

    private static String digest(String text) {
        try {
            // UTF-16 keeps apart what UTF-8 would make a question mark.
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
