package org.renkei.services.deploy;

import java.nio.file.Path;
import org.renkei.broker.config.ConfigException;
import org.renkei.routes.userroute.RouteFile;

/**
 * A file of Camel routes to be deployed.
 *
 * @param file the name that it is to have in {@code etc/routes}, without a folder; its ending says the language: .yaml, .xml or .java
 * @param text the routes
 */
public record RouteText(String file, String text) {

    public RouteText {
        if (file == null || !FlowFile.isName(file) || !RouteFile.isRoute(Path.of(file))) {
            throw new ConfigException(
                    "file",
                    "must be a name as orders.camel.yaml: letters, digits, ., _ and -, without a folder, with the ending"
                            + " .yaml, .yml, .xml or .java; was " + file);
        }
        if (text == null) {
            throw new ConfigException("text", "is missing: the routes");
        }
    }
}
