package org.renkei.services.http;

import java.util.List;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.ConfigProblem;
import org.renkei.services.pending.PendingCheck;

/**
 * An error as RFC 9457 has it.
 *
 * @param code the stable number, as {@code RNK-2003}; null if it has none
 * @param check what is pending, if that is why; else null
 * @param problems what is wrong with files, if that is why; else null
 */
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        PendingCheck check,
        List<ConfigProblem> problems) {
    static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null, null, null);
    }

    /** One of files that hold something wrong. */
    static Problem of(int status, String title, String code, ConfigException wrong) {
        return new Problem("urn:renkei:error:" + code, title, status, wrong.getMessage(), code, null, wrong.problems());
    }

    static Problem of(int status, String title, String detail, String code, PendingCheck check) {
        return new Problem("urn:renkei:error:" + code, title, status, detail, code, check, null);
    }
}
