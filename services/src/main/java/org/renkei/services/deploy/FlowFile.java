package org.renkei.services.deploy;

import org.renkei.broker.config.ConfigException;

/**
 * A flow to be deployed, as text.
 *
 * @param file the name that it is to have in {@code etc/flows}, without a folder; ends with .yaml or .yml
 * @param yaml the flow
 * @param schema the JSON Schema that the flow names; null if it names none
 */
public record FlowFile(String file, String yaml, String schema) {
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._-]{0,199}";

    public FlowFile {
        if (file == null || !file.matches(NAME + "\\.ya?ml")) {
            throw new ConfigException(
                    "file",
                    "must be a name as orders.yaml: letters, digits, ., _ and -, without a folder; was " + file);
        }
        if (yaml == null) {
            throw new ConfigException("yaml", "is missing: the text of the flow");
        }
    }

    static boolean isName(String file) {
        return file.matches(NAME);
    }
}
