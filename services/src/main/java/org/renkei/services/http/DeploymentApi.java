package org.renkei.services.http;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.flow.Flow;
import org.renkei.services.deploy.FlowFile;
import org.renkei.services.deploy.FlowFolder;
import org.renkei.tracking.flow.FlowVersion;

/** {@code /flows}, where they come, go and are replaced (B2). */
final class DeploymentApi {
    private final FlowEngine engine;
    private final FlowFolder folder;

    DeploymentApi(FlowEngine engine, FlowFolder folder) {
        this.engine = engine;
        this.folder = folder;
    }

    void addTo(Operations operations) {
        operations.answer("deployFlows", this::deploy);
        operations.answer("listFlowVersions", this::versions);
        operations.answer("rollBackFlow", this::rollBack);
        operations.handle("showFlowSource", this::source);
        operations.handle("deleteFlow", this::delete);
    }

    private Object deploy(Context request) {
        Wanted wanted = Parameters.body(request, Wanted.class);
        if (wanted.files() == null || wanted.files().isEmpty()) {
            throw Refused.badRequest("files is missing: the flows to deploy");
        }
        List<FlowFolder.Deployed> deployed = folder.deploy(wanted.files(), user(request));
        deployed.stream()
                .filter(FlowFolder.Deployed::changed)
                .forEach(flow -> Audit.record(request, "flow deploy", flow.flow(), flow.version()));
        return new Answer(deployed);
    }

    private FlowFolder.Deployed rollBack(Context request) {
        String version = Parameters.body(request, Rollback.class).version();
        FlowFolder.Deployed deployed = folder.rollBack(name(request), version, user(request));
        Audit.record(request, "flow rollback", deployed.flow(), deployed.version());
        return deployed;
    }

    private void delete(Context request) {
        folder.delete(name(request));
        Audit.record(request, "flow delete", name(request));
        request.status(204);
    }

    private Listed versions(Context request) {
        Flow present = engine.flow(name(request));
        List<String> live = engine.versions().stream()
                .filter(flow -> flow.name().equals(present.name()))
                .map(Flow::version)
                .toList();
        return new Listed(engine.versions(present.name()).stream()
                .map(version -> Version.of(version, present, live))
                .toList());
    }

    private void source(Context request) {
        Flow present = engine.flow(name(request));
        String yaml = Parameters.text(request, "version")
                .filter(version -> !version.equals(present.version()))
                .map(version -> earlier(present.name(), version))
                .orElse(present.source().yaml());
        request.contentType("text/plain; charset=utf-8").result(yaml);
    }

    private String earlier(String flow, String version) {
        return engine.versions(flow).stream()
                .filter(known -> known.version().equals(version))
                .findFirst()
                .map(FlowVersion::yaml)
                .orElseThrow(() -> new RenkeiException(
                        ErrorCode.FLOW_VERSION_UNKNOWN, "flow " + flow + " has no version " + version));
    }

    private static String name(Context request) {
        return request.pathParam("name");
    }

    private static String user(Context request) {
        return Audit.user(request).name();
    }

    private record Wanted(List<FlowFile> files) {}

    private record Rollback(String version) {}

    private record Answer(List<FlowFolder.Deployed> flows) {}

    private record Listed(List<Version> versions) {}

    private record Version(
            String version, String file, Instant deployedAt, String deployedBy, boolean present, boolean live) {

        static Version of(FlowVersion version, Flow present, List<String> live) {
            return new Version(
                    version.version(),
                    version.file(),
                    version.deployedAt(),
                    version.deployedBy(),
                    version.version().equals(present.version()),
                    live.contains(version.version()));
        }
    }
}
