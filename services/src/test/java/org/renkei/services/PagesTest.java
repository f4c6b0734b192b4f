package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console's pages as files: what a browser would say only to the one who comes to that page, in that language. */
class PagesTest {
    private static final Path PAGES = Path.of("src/main/resources/org/renkei/services/console");
    private static final Path LIBRARIES = Path.of("META-INF/resources/webjars");
    private static final Pattern ENTRY = Pattern.compile("^ {2}'?([A-Za-z0-9_.-]+)'?:", Pattern.MULTILINE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-zA-Z]+}");
    private static final Pattern ASKED = Pattern.compile("\\bt\\(\\s*'([^']+)'");
    private static final Pattern IMPORTED = Pattern.compile("(?:\\} from |import\\()'([^']+)'");
    private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"(/(?:assets|lib)/[^\"]+)\"");
    private static final Pattern MARKUP = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|unsafe(HTML|SVG|Static)|\\beval\\(|new Function|document\\.write");
    private static final Pattern FORBIDDEN =
            Pattern.compile("[^.]\\bstyle=[\"$]|\\bon[a-z]+=\"|<script(?![^>]*src=)|https?://(?!www\\.w3\\.org)");

    @Test
    void shouldSayTheSameInBothLanguages() throws Exception {
        Map<String, Set<String>> english = texts("en");
        Map<String, Set<String>> japanese = texts("ja");

        assertThat(japanese).as("texts, each with its {placeholders}").isEqualTo(english);
    }

    @Test
    void shouldHaveEachTextThatAPageAsksFor() throws Exception {
        Set<String> asked = scripts().values().stream()
                .flatMap(script -> found(ASKED, script).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).hasSizeGreaterThan(200).isSubsetOf(texts("en").keySet());
    }

    @Test
    void shouldFindEachFileThatAnotherNames() throws Exception {
        scripts()
                .forEach((path, script) -> found(IMPORTED, script)
                        .forEach(name -> assertThat(isThere(path, name))
                                .as("%s imports %s", path, name)
                                .isTrue()));
        for (String page : List.of("index.html", "sign-in.html")) {
            Path path = PAGES.resolve(page);
            found(LINKED, Files.readString(path))
                    .forEach(name -> assertThat(isThere(path, name))
                            .as("%s names %s", page, name)
                            .isTrue());
        }
    }

    @Test
    void shouldNeverTakeDataForMarkup() throws Exception {
        scripts()
                .forEach((path, script) -> assertThat(
                                MARKUP.matcher(script).results().map(match -> match.group()))
                        .as(path.toString())
                        .isEmpty());
    }

    @Test
    void shouldHaveNothingThatThePolicyForbids() throws Exception {
        Map<Path, String> all = new TreeMap<>(scripts());
        for (String page : List.of("index.html", "sign-in.html")) {
            all.put(PAGES.resolve(page), Files.readString(PAGES.resolve(page)));
        }
        all.forEach((path, text) -> assertThat(FORBIDDEN.matcher(text).results().map(match -> match.group()))
                .as(path.toString())
                .isEmpty());
    }

    /** The keys of a dictionary, each with the placeholders of its text. */
    private static Map<String, Set<String>> texts(String language) throws IOException {
        String file = Files.readString(PAGES.resolve("i18n/" + language + ".js"));
        Map<String, Set<String>> texts = new TreeMap<>();
        List<MatchResult> entries = ENTRY.matcher(file).results().toList();
        for (int i = 0; i < entries.size(); i++) {
            int end = i + 1 < entries.size() ? entries.get(i + 1).start() : file.length();
            String text = file.substring(entries.get(i).end(), end);
            texts.put(entries.get(i).group(1), new TreeSet<>(found(PLACEHOLDER, text)));
        }
        return texts;
    }

    private static Map<Path, String> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(PAGES)) {
            return files.filter(file -> file.toString().endsWith(".js"))
                    .collect(Collectors.toMap(file -> file, PagesTest::read, (a, b) -> a, TreeMap::new));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.groupCount() == 0 ? match.group() : match.group(1))
                .toList();
    }

    /** @param name as a module or a page writes it: relative, or an address of the server */
    private static boolean isThere(Path from, String name) {
        if (name.startsWith("/lib/")) {
            return isInLibrary(name.substring("/lib/".length()));
        }
        Path file = name.startsWith("/assets/")
                ? PAGES.resolve(name.substring("/assets/".length()))
                : from.resolveSibling(name).normalize();
        return Files.isRegularFile(file);
    }

    /** The server adds the library's version to the address. */
    private static boolean isInLibrary(String path) {
        String library = path.substring(0, path.indexOf('/'));
        String properties = "/META-INF/maven/org.webjars.npm/" + library + "/pom.properties";
        try (InputStream file = PagesTest.class.getResourceAsStream(properties)) {
            Properties known = new Properties();
            known.load(file);
            Path versioned = LIBRARIES
                    .resolve(library)
                    .resolve(known.getProperty("version"))
                    .resolve(path.substring(library.length() + 1));
            return PagesTest.class.getResource("/" + versioned) != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
