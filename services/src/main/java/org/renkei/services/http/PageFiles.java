package org.renkei.services.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The console's pages, as they lie on the class path, and the libraries that they use. The files hold no data: only the page to sign
 * in, scripts and styles are given to strangers. A browser keeps them and asks each time whether they have changed.
 */
final class PageFiles {
    private static final String OWN = "/org/renkei/services/console/";
    private static final String LIBRARIES = "/META-INF/resources/webjars/";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json");

    /** Each with a page of its own behind a slash, all drawn by one script. */
    private static final List<String> PAGES =
            List.of("channels", "flows", "jobs", "dead-letters", "alarms", "stop", "activity", "tokens");

    private static final Set<String> LIBRARY_NAMES = Set.of("lit-html", "dagre");

    private final Map<String, String> libraryFolders = new TreeMap<>();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /** A file in memory; none of them is large. */
    private record Kept(byte[] bytes, String tag) {}

    PageFiles() {
        LIBRARY_NAMES.forEach(name -> libraryFolders.put(name, LIBRARIES + name + "/" + version(name) + "/"));
    }

    private static String version(String library) {
        String path = "/META-INF/maven/org.webjars.npm/" + library + "/pom.properties";
        try (InputStream file = PageFiles.class.getResourceAsStream(path)) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException("library " + library + " is not there", e);
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get("/", request -> serve(request, OWN + "index.html"), Access.ANY);
        for (String page : PAGES) {
            routes.get("/" + page, request -> serve(request, OWN + "index.html"), Access.ANY);
            routes.get("/" + page + "/<rest>", request -> serve(request, OWN + "index.html"), Access.ANY);
        }
        routes.get("/sign-in", request -> serve(request, OWN + "sign-in.html"), Access.NOBODY);
        routes.get("/assets/<file>", request -> serve(request, OWN + plain(request)), Access.NOBODY);
        routes.get(
                "/lib/{name}/<file>",
                request -> serve(request, libraryFolders.get(request.pathParam("name")) + plain(request)),
                Access.NOBODY);
    }

    private static String plain(Context request) {
        String file = request.pathParam("file");
        if (!PLAIN.matcher(file).matches()) {
            throw Refused.notFound("there is no such file");
        }
        return file;
    }

    private void serve(Context request, String path) throws IOException {
        String ending = path.substring(path.lastIndexOf('.') + 1);
        Kept file = TYPES.containsKey(ending) ? find(path) : null;
        if (file == null) {
            throw Refused.notFound("there is no such file");
        }
        request.header("Cache-Control", "no-cache");
        request.header("ETag", file.tag());
        if (file.tag().equals(request.header("If-None-Match"))) {
            request.status(304);
        } else {
            request.contentType(TYPES.get(ending)).result(file.bytes());
        }
    }

    /** Null if there is none. */
    private Kept find(String path) throws IOException {
        Kept known = kept.get(path);
        if (known != null) {
            return known;
        }
        URL url = PageFiles.class.getResource(path);
        if (url == null) {
            return null;
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream file = connection.getInputStream()) {
            byte[] bytes = file.readAllBytes();
            CRC32 sum = new CRC32();
            sum.update(bytes);
            Kept found = new Kept(bytes, "\"" + Long.toHexString(sum.getValue()) + "-" + bytes.length + "\"");
            kept.put(path, found);
            return found;
        }
    }
}
