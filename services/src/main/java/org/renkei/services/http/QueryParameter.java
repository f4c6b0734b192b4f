package org.renkei.services.http;

import java.util.List;
import java.util.Locale;

/**
 * A parameter of a query, as the contract declares it. A blank value is as none.
 *
 * @param choices the words it may be, in either case; empty for any
 * @param least the smallest number; null if it is no number
 * @param most the largest number; null if it is no number
 * @param longest how many characters it may have
 * @param many true if it may be given more than once
 */
record QueryParameter(String name, Type type, List<String> choices, Long least, Long most, int longest, boolean many) {

    enum Type {
        STRING,
        INTEGER,
        BOOLEAN
    }

    /** @throws Refused 400 if it is not as declared */
    void check(List<String> values) {
        if (values.size() > 1 && !many) {
            throw Refused.badRequest(name + " is given " + values.size() + " times; give it once");
        }
        values.stream().filter(value -> !value.isBlank()).forEach(this::check);
    }

    private void check(String value) {
        if (value.length() > longest) {
            throw Refused.badRequest(name + " must be at most " + longest + " characters long, was " + value.length());
        }
        if (!choices.isEmpty() && choices.stream().noneMatch(value::equalsIgnoreCase)) {
            throw Refused.badRequest(name + " must be one of "
                    + String.join(", ", choices).toLowerCase(Locale.ROOT) + ", was '" + value + "'");
        }
        switch (type) {
            case INTEGER -> checkNumber(value);
            case BOOLEAN -> checkTruth(value);
            case STRING -> {}
        }
    }

    private void checkNumber(String value) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Refused.badRequest(name + " must be " + least + " to " + most + ", was '" + value + "'");
    }

    private void checkTruth(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw Refused.badRequest(name + " must be true or false, was '" + value + "'");
        }
    }
}
