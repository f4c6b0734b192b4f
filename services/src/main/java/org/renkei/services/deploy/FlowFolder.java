package org.renkei.services.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.DatabaseException;
import org.renkei.database.RepeatedWork;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.routes.flow.FlowSource;
import org.renkei.services.activity.ActivityLog;
import org.renkei.tracking.flow.FlowVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code etc/flows} of a running system. The thread {@code renkei-flow-folder} looks at it every second: when files came,
 * changed or went, and stay so until its next look, what they say is deployed, all of it or, if anything is wrong, nothing. What is deployed
 * by command is written there, so that it is there after a restart. Thread-safe.
 */
public final class FlowFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FlowFolder.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final String WHO = "etc/flows";

    private final Path folder;
    private final FlowEngine engine;
    private final ActivityLog activity;
    private final RepeatedWork rounds = new RepeatedWork("renkei-flow-folder", this::follow);
    private Map<Path, Stamp> deployed = Map.of();
    private Map<Path, Stamp> seen = Map.of();
    private volatile String problem;

    /** The problem is one that may pass without a change of a file: it is tried again. */
    private boolean mayPass;

    private record Stamp(long modifiedMillis, long size, Object key) {}

    /** Does nothing before {@link #start}. */
    public FlowFolder(Path folder, FlowEngine engine, ActivityLog activity) {
        this.folder = folder;
        this.engine = engine;
        this.activity = activity;
    }

    /** Follows the folder from now on; what lies there was deployed at the start of the system, or is deployed now. */
    public void start() {
        rounds.start(Duration.ZERO, LOOK_EVERY);
    }

    /** Why what lies in the folder is not what runs; empty if it is. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private synchronized void follow() {
        Map<Path, Stamp> now = look();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(deployed) && !mayPass) {
            return;
        }
        deployed = now;
        mayPass = false;
        try {
            List<Flow> flows = FlowFiles.read(folder);
            engine.deploy(flows, WHO)
                    .forEach(flow -> activity.record(WHO, null, "flow deploy", flow.name(), flow.version()));
            deleteAllBut(flows);
            problem = null;
        } catch (RenkeiException | DatabaseException e) {
            mayPass = e instanceof DatabaseException || ((RenkeiException) e).code() == ErrorCode.FLOW_IN_USE;
            if (!e.getMessage().equals(problem)) {
                log.atError()
                        .addKeyValue("cause", e.getMessage())
                        .log("etc/flows is not deployed, all runs on as it was");
            }
            problem = e.getMessage();
        }
    }

    private void deleteAllBut(List<Flow> flows) {
        List<String> names = flows.stream().map(Flow::name).toList();
        for (Flow gone : engine.flows()) {
            if (!names.contains(gone.name())) {
                engine.delete(gone.name());
                activity.record(WHO, null, "flow delete", gone.name(), null);
            }
        }
    }

    private Map<Path, Stamp> look() {
        Map<Path, Stamp> stamps = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return stamps;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> !isHidden(file)).toList()) {
                stamp(file).ifPresent(stamp -> stamps.put(file, stamp));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stamps;
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private static Optional<Stamp> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new Stamp(
                            attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey()))
                    : Optional.empty();
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        }
    }

    /**
     * Deploys flows, all of them or none, and writes them into the folder.
     *
     * @param who is told in the flow database
     * @return each with whether it is another than before
     * @throws ConfigException for the first thing that is wrong, with file, line and path; nothing has changed
     * @throws RenkeiException if the folder cannot be written, or the flow database is away; nothing has changed
     */
    public synchronized List<Deployed> deploy(List<FlowFile> files, String who) {
        Map<Path, Flow> wanted = new LinkedHashMap<>();
        for (FlowFile file : files) {
            Flow flow = parse(file);
            wanted.put(Path.of(flow.source().file()), flow);
        }
        if (wanted.size() < files.size()) {
            throw new ConfigException("files", "has two files of one name, or two files of one flow");
        }
        Map<Path, String> texts = new LinkedHashMap<>();
        wanted.values().forEach(flow -> addTexts(flow, texts));
        Map<Path, Path> drafts = write(texts);
        List<Flow> changed;
        try {
            changed = engine.deploy(List.copyOf(wanted.values()), who);
        } catch (RuntimeException e) {
            delete(drafts);
            throw e;
        }
        move(drafts);
        return wanted.values().stream()
                .map(flow -> new Deployed(flow.name(), flow.version(), changed.contains(flow)))
                .toList();
    }

    /** @param changed false if this very version was deployed already */
    public record Deployed(String flow, String version, boolean changed) {}

    /** In the file that the flow has already, whatever the new one is called. */
    private Flow parse(FlowFile file) {
        Path there = folder.resolve(file.file());
        Flow flow = FlowFiles.parse(new FlowSource(there.toString(), file.yaml(), file.schema()));
        Optional<Flow> before = engine.flows().stream()
                .filter(one -> one.name().equals(flow.name()))
                .findFirst();
        if (before.isPresent()) {
            return FlowFiles.parse(new FlowSource(before.get().source().file(), file.yaml(), file.schema()));
        }
        engine.flows().stream()
                .filter(other -> Path.of(other.source().file()).equals(there))
                .findFirst()
                .ifPresent(other -> flow.source().locating(() -> {
                    throw new ConfigException(
                            "flow",
                            "is " + flow.name() + ", but " + file.file() + " is the file of flow " + other.name()
                                    + ": give it another name");
                }));
        return flow;
    }

    private static void addTexts(Flow flow, Map<Path, String> texts) {
        Path file = Path.of(flow.source().file());
        texts.put(file, flow.source().yaml());
        String schema = flow.accept().schema();
        if (schema == null) {
            return;
        }
        flow.source().locating(() -> {
            if (flow.source().schema() == null) {
                throw new ConfigException("accept.schema", schema + " was not given with the flow");
            }
            if (!FlowFile.isName(schema)) {
                throw new ConfigException("accept.schema", "must be a file beside the flow's own, was " + schema);
            }
        });
        texts.put(file.resolveSibling(schema), flow.source().schema());
    }

    /** On disk, but not in place. @return where, by where they belong */
    private Map<Path, Path> write(Map<Path, String> texts) {
        Map<Path, Path> drafts = new LinkedHashMap<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<Path, String> text : texts.entrySet()) {
                Path draft = text.getKey().resolveSibling("." + text.getKey().getFileName() + ".new");
                Files.writeString(draft, text.getValue());
                drafts.put(text.getKey(), draft);
            }
            return drafts;
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    private void move(Map<Path, Path> drafts) {
        try {
            for (Map.Entry<Path, Path> draft : drafts.entrySet()) {
                Files.move(draft.getValue(), draft.getKey(), StandardCopyOption.REPLACE_EXISTING);
            }
            deployed = look();
            seen = deployed;
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    private static void delete(Map<Path, Path> drafts) {
        for (Path draft : drafts.values()) {
            try {
                Files.deleteIfExists(draft);
            } catch (IOException e) {
                log.atDebug().setCause(e).log("a draft is left");
            }
        }
    }

    private RenkeiException notWritten(IOException e) {
        return new RenkeiException(ErrorCode.CONFIG_UNREADABLE, folder + " cannot be written: " + e.getMessage(), e);
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
        FlowVersion wanted = versions.stream()
                .filter(known -> version == null
                        ? !known.version().equals(flow.version())
                        : known.version().equals(version))
                .findFirst()
                .orElseThrow(() -> new RenkeiException(
                        ErrorCode.FLOW_VERSION_UNKNOWN,
                        version == null
                                ? "flow " + name + " has no version but the present one, " + flow.version()
                                : "flow " + name + " has no version " + version + "; see: flow versions " + name));
        String file = Path.of(flow.source().file()).getFileName().toString();
        return deploy(List.of(new FlowFile(file, wanted.yaml(), wanted.schema())), who)
                .get(0);
    }

    /** @throws RenkeiException FLOW_UNKNOWN; FLOW_IN_USE while it has jobs, or another flow starts it */
    public synchronized void delete(String name) {
        Path file = Path.of(engine.flow(name).source().file());
        engine.delete(name);
        try {
            Files.deleteIfExists(file);
            deployed = look();
            seen = deployed;
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
