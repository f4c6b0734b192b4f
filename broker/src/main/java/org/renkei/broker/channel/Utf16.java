package org.renkei.broker.channel;

import java.nio.charset.StandardCharsets;

/**
 * Text as the broker's messages carry it: two bytes a character, the low one first. Halves of surrogates stay as they are, which a
 * charset's decoder would replace.
 */
final class Utf16 {
    private Utf16() {}

    /** Most text is of characters of one byte, which a string takes as they are. */
    static String decode(byte[] utf16) {
        byte[] low = new byte[utf16.length / Character.BYTES];
        for (int i = 0; i < low.length; i++) {
            if (utf16[2 * i + 1] != 0) {
                return decodeWide(utf16);
            }
            low[i] = utf16[2 * i];
        }
        return new String(low, StandardCharsets.ISO_8859_1);
    }

    private static String decodeWide(byte[] utf16) {
        char[] characters = new char[utf16.length / Character.BYTES];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = (char) (utf16[2 * i] & 0xff | (utf16[2 * i + 1] & 0xff) << Byte.SIZE);
        }
        return new String(characters);
    }
}
