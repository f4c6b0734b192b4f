package org.renkei.services.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.ConfigProblems;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowDraft;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.routes.flow.FlowSource;
import org.renkei.services.activity.ActivityLog;
import org.renkei.tracking.flow.FlowVersion;

/**
 * The folder {@code etc/flows} of a running system. What lies there is deployed as a whole: all of it or, if anything is wrong, nothing.
 * What is deployed by command is written there, so that it is there after a restart. Thread-safe.
 */
public final class FlowFolder extends FollowedFolder {
    private final FlowEngine engine;
    private final ActivityLog activity;

    FlowFolder(Path folder, FlowEngine engine, ActivityLog activity) {
        super("etc/flows", folder, 1);
        this.engine = engine;
        this.activity = activity;
    }

    @Override
    void deployWhatLiesThere() {
        List<Flow> flows = engine.check(FlowFiles.drafts(folder()));
        engine.deploy(flows, name())
                .forEach(flow -> activity.record(name(), null, "flow deploy", flow.name(), flow.version()));
        deleteAllBut(flows);
    }

    private void deleteAllBut(List<Flow> flows) {
        List<String> names = flows.stream().map(Flow::name).toList();
        for (Flow gone : engine.flows()) {
            if (!names.contains(gone.name())) {
                engine.delete(gone.name());
                activity.record(name(), null, "flow delete", gone.name(), null);
            }
        }
    }

    /**
     * Deploys flows, all of them or none, and writes them into the folder.
     *
     * @param who is told in the flow database
     * @return each with whether it is another than before
     * @throws ConfigException with all that is wrong, with file, line and path; nothing has changed
     * @throws RenkeiException if the folder cannot be written, or the flow database is away; nothing has changed
     */
    public synchronized List<Deployed> deploy(List<FlowFile> files, String who) {
        List<FlowDraft> wanted = files.stream().map(this::draft).toList();
        List<Flow> flows = engine.check(wanted);
        Map<Path, String> texts = new LinkedHashMap<>();
        ConfigProblems problems = new ConfigProblems();
        flows.forEach(flow -> problems.attempt(() -> {
            refuseFileOfAnother(flow);
            addTexts(flow, texts);
        }));
        problems.refuse();
        Drafts drafts = Drafts.write(texts);
        List<Flow> changed;
        try {
            changed = engine.deploy(flows, who);
        } catch (RuntimeException e) {
            drafts.discard();
            throw e;
        }
        drafts.move();
        settled();
        Set<String> names = changed.stream().map(Flow::name).collect(Collectors.toSet());
        return flows.stream()
                .map(flow -> engine.flow(flow.name()))
                .map(flow -> new Deployed(flow.name(), flow.version(), names.contains(flow.name())))
                .toList();
    }

    /** @param changed false if this very version was deployed already */
    public record Deployed(String flow, String version, boolean changed) {}

    /** In the file that the flow has already, whatever the new one is called. */
    private FlowDraft draft(FlowFile file) {
        Path there = folder().resolve(file.file());
        FlowDraft draft = FlowFiles.draft(new FlowSource(there.toString(), file.yaml(), file.schema()));
        return engine.flows().stream()
                .filter(one -> one.name().equals(draft.name()))
                .map(one -> new FlowSource(one.source().file(), file.yaml(), file.schema()))
                .filter(source -> !source.equals(draft.source()))
                .map(FlowFiles::draft)
                .findFirst()
                .orElse(draft);
    }

    private void refuseFileOfAnother(Flow flow) {
        Path file = Path.of(flow.source().file());
        engine.flows().stream()
                .filter(other -> !other.name().equals(flow.name())
                        && Path.of(other.source().file()).equals(file))
                .findFirst()
                .ifPresent(other -> flow.source().locating(() -> {
                    throw new ConfigException(
                            "flow",
                            "is " + flow.name() + ", but " + file.getFileName() + " is the file of flow " + other.name()
                                    + ": give it another name");
                }));
    }

    private static void addTexts(Flow flow, Map<Path, String> texts) {
        Path file = Path.of(flow.source().file());
        if (texts.putIfAbsent(file, flow.source().yaml()) != null) {
            throw new ConfigException("files", "has two files of the name " + file.getFileName());
        }
        String schema = flow.accept().schema();
        if (schema == null) {
            return;
        }
        flow.source().locating(() -> {
            if (!FlowFile.isName(schema)) {
                throw new ConfigException("accept.schema", "must be a file beside the flow's own, was " + schema);
            }
        });
        texts.put(file.resolveSibling(schema), flow.source().schema());
    }

    /**
     * Deploys an earlier version of a flow again.
     *
     * @param version null for the one that was deployed before the present one
     * @throws RenkeiException FLOW_UNKNOWN; FLOW_VERSION_UNKNOWN; and as {@link #deploy}
     */
    public synchronized Deployed rollBack(String name, String version, String who) {
        Flow flow = engine.flow(name);
        List<FlowVersion> versions = new ArrayList<>(engine.versions(name));
        FlowVersion present = FlowFolder.present(versions, flow);
        FlowVersion wanted = versions.stream()
                .filter(known -> version == null
                        ? !known.hasSameText(present)
                        : known.version().equals(version))
                .findFirst()
                .orElseThrow(() -> new RenkeiException(
                        ErrorCode.FLOW_VERSION_UNKNOWN,
                        version == null
                                ? "flow " + name + " has no version but the present one, " + flow.version()
                                : "flow " + name + " has no version " + version + "; see: flow versions " + name));
        if (wanted.hasSameText(present) && !wanted.version().equals(flow.version())) {
            throw new RenkeiException(
                    ErrorCode.FLOW_VERSION_UNKNOWN,
                    "version " + wanted.version()
                            + " differs from the present one only in its applications, which were " + wanted.apps()
                            + ": put their earlier jars back into apps/");
        }
        String file = Path.of(flow.source().file()).getFileName().toString();
        return deploy(List.of(new FlowFile(file, wanted.yaml(), wanted.schema())), who)
                .get(0);
    }

    private static FlowVersion present(List<FlowVersion> versions, Flow flow) {
        return versions.stream()
                .filter(known -> known.version().equals(flow.version()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the present version is not kept: " + flow.version()));
    }

    /** @throws RenkeiException FLOW_UNKNOWN; FLOW_IN_USE while it has jobs, or another flow starts it */
    public synchronized void delete(String name) {
        Path file = Path.of(engine.flow(name).source().file());
        engine.delete(name);
        try {
            Files.deleteIfExists(file);
            settled();
        } catch (IOException e) {
            throw Drafts.notWritten(e);
        }
    }
}
