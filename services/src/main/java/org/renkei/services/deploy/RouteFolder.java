package org.renkei.services.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.Nearest;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.userroute.RouteFile;
import org.renkei.routes.userroute.RouteFiles;
import org.renkei.routes.userroute.RouteView;
import org.renkei.routes.userroute.UserRoutes;
import org.renkei.services.activity.ActivityLog;

/**
 * The folder {@code etc/routes} of a running system: the user's own Camel routes. Files are tried all together before one of them is
 * started or replaced. What is deployed by command is written there, so that it is there after a restart. Thread-safe.
 */
public final class RouteFolder extends FollowedFolder {
    private final UserRoutes routes;
    private final ActivityLog activity;

    RouteFolder(Path folder, UserRoutes routes, ActivityLog activity) {
        super("etc/routes", folder, 1);
        this.routes = routes;
        this.activity = activity;
    }

    @Override
    void deployWhatLiesThere() {
        routes.become(RouteFiles.read(folder()))
                .forEach(file -> activity.record(name(), null, "route deploy", nameOf(file), null));
    }

    /** The files by their names in the folder. */
    public Map<String, RouteFile> files() {
        Map<String, RouteFile> files = new TreeMap<>();
        routes.files().forEach(file -> files.put(nameOf(file.file()), file));
        return files;
    }

    private static String nameOf(String file) {
        return Path.of(file).getFileName().toString();
    }

    /**
     * Starts or replaces the routes of files, and writes them into the folder.
     *
     * @return the names of those that are others than before
     * @throws ConfigException for the first file that cannot be used; nothing has changed
     * @throws RenkeiException ROUTE_BUSY if what a route has in hand does not end; CONFIG_UNREADABLE if the folder cannot be written
     */
    public synchronized List<String> deploy(List<RouteText> texts) {
        Map<String, RouteFile> wanted = files();
        Map<Path, String> written = new LinkedHashMap<>();
        for (RouteText text : texts) {
            Path file = folder().resolve(text.file());
            if (written.put(file, text.text()) != null) {
                throw new ConfigException("files", "has two files of the name " + text.file());
            }
            wanted.put(text.file(), new RouteFile(file.toString(), text.text()));
        }
        Drafts drafts = Drafts.write(written);
        List<String> changed;
        try {
            changed = routes.become(wanted.values());
        } catch (RuntimeException e) {
            drafts.discard();
            throw e;
        }
        drafts.move();
        settled();
        return changed.stream().map(RouteFolder::nameOf).toList();
    }

    /**
     * Takes the routes of a file out, and deletes it.
     *
     * @throws RenkeiException ROUTE_UNKNOWN; ROUTE_BUSY if what a route has in hand does not end
     */
    public synchronized void delete(String name) {
        Map<String, RouteFile> wanted = files();
        RouteFile gone = file(name);
        wanted.remove(name);
        routes.become(wanted.values());
        try {
            Files.deleteIfExists(Path.of(gone.file()));
            settled();
        } catch (IOException e) {
            throw Drafts.notWritten(e);
        }
    }

    /** @throws RenkeiException ROUTE_UNKNOWN, with the nearest name that exists */
    public RouteFile file(String name) {
        Map<String, RouteFile> files = files();
        if (files.containsKey(name)) {
            return files.get(name);
        }
        String hint = Nearest.to(name, files.keySet())
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        throw new RenkeiException(ErrorCode.ROUTE_UNKNOWN, "there is no file of routes '" + name + "'" + hint);
    }

    /** The routes in a file. */
    public List<RouteView> routes(String name) {
        return routes.views(file(name).file());
    }

    /** Since when the routes in a file run as they are. */
    public Instant since(String name) {
        return routes.since(file(name).file()).orElse(null);
    }

    /** The ids of the routes in a file. */
    public List<String> ids(String name) {
        return routes.ids(file(name).file()).stream().sorted().toList();
    }
}
