package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** Deploys Camel routes into the running server. */
@Command(
        name = "deploy",
        description = "Start or replace Camel routes: all are tried first, and nothing changes if anything is wrong.",
        footer = {
            "",
            "The language is known by the ending: .yaml (also as Kaoto writes it), .xml or .java. The routes that are",
            "replaced end what they have in hand first. The files are written into etc/routes.",
            "",
            "Example:",
            "  ./renkei route deploy approve.camel.yaml"
        })
final class RouteDeployCommand extends DeployVerb {
    RouteDeployCommand() {
        super("/routes", "text", "files");
    }

    @Override
    String name(JsonNode file) {
        return file.path("file").asText();
    }

    @Override
    String what(JsonNode file) {
        return "routes " + RouteCommand.joined(file.path("routes"));
    }
}
