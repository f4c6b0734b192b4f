package org.renkei.services.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * How all pages look: narrow and wide, light and dark, in both languages, to people who see them and to those who have them read out;
 * and what is on them for somebody who may only look. The pictures are in {@code target/screenshots}.
 */
class ConsoleLookTest {
    @RegisterExtension
    static final Browsing browsing = new Browsing();

    private static final int NARROW = 390;
    private static final int WIDE = 1280;

    /** What changes nothing but the page itself. */
    private static final Set<String> HARMLESS =
            Set.of("Copy", "Refresh", "More filters", "Fewer filters", "As it was", "Columns", "Copied");

    @TempDir
    private static Path directory;

    private static Site site;
    private static final Map<String, String> PAGES = new LinkedHashMap<>();
    private static String axe;

    @BeforeAll
    static void start() throws Exception {
        site = new Site(directory).start();
        site.fill();
        String message = first("/channels/mail-send/messages", "messages", "id");
        PAGES.put("overview", "/");
        PAGES.put("channels", "/channels");
        PAGES.put("channel", "/channels/shelf");
        PAGES.put("channel-blocked", "/channels/parcels");
        PAGES.put("messages", "/channels/shelf?tab=messages");
        PAGES.put("message", "/channels/mail-send?tab=messages&message=" + message);
        PAGES.put("clients", "/channels/order-check?tab=clients");
        PAGES.put("flows", "/flows");
        PAGES.put("applications", "/flows?tab=applications");
        PAGES.put("flow", "/flows/orders");
        PAGES.put("step", "/flows/orders?step=check");
        PAGES.put("submit", "/flows/orders?tab=submit");
        PAGES.put("source", "/flows/orders?tab=source");
        PAGES.put("jobs", "/jobs");
        PAGES.put("job", "/jobs/" + first("/jobs?correlation=ORDER-1", "jobs", "job"));
        PAGES.put("job-failed", "/jobs/" + first("/jobs?correlation=ORDER-2", "jobs", "job"));
        PAGES.put("dead-letters", "/dead-letters");
        PAGES.put("dead-letter", "/dead-letters/" + first("/dead-letters", "letters", "id"));
        PAGES.put("alarms", "/alarms");
        PAGES.put("stop", "/stop");
        PAGES.put("activity", "/activity");
        PAGES.put("tokens", "/tokens");
        try (InputStream script = ConsoleLookTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static String first(String list, String name, String field) {
        return site.get(list).path(name).get(0).path(field).asText();
    }

    private static Tab openIn(String locale, ColorScheme scheme) {
        return browsing.open(
                        site,
                        new Browser.NewContextOptions()
                                .setLocale(locale)
                                .setColorScheme(scheme)
                                .setViewportSize(WIDE, 800))
                .signedIn(Site.OPERATOR, site.password(Site.OPERATOR));
    }

    @Test
    void shouldKeepNobodyOutWhenLight() {
        assertThat(barriersAndPictures("en-light", openIn("en-GB", ColorScheme.LIGHT), ""))
                .isEmpty();
    }

    @Test
    void shouldKeepNobodyOutWhenDarkAndInJapanese() {
        assertThat(barriersAndPictures("ja-dark", openIn("ja-JP", ColorScheme.DARK), "{runOnly: ['color-contrast']}"))
                .isEmpty();
    }

    /** @param look of the pictures' names @param options of axe */
    private static List<String> barriersAndPictures(String look, Tab tab, String options) {
        List<String> found = new ArrayList<>();
        tab.page().navigate(site.url() + "/sign-in");
        tab.page().waitForFunction("() => document.querySelector('h1')");
        look("sign-in", look, tab, options, found);
        PAGES.forEach((name, path) -> {
            tab.open(path);
            look(name, look, tab, options, found);
        });
        return found;
    }

    private static void look(String name, String look, Tab tab, String options, List<String> found) {
        Page page = tab.page();
        page.evaluate(axe);
        List<?> barriers =
                (List<?>) page.evaluate("async () => (await axe.run(document, " + (options.isEmpty() ? "{}" : options)
                        + ")).violations.filter(one => ['serious', 'critical'].includes(one.impact))"
                        + ".map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 200)).join(' ')}`)");
        barriers.forEach(barrier -> found.add(name + " " + barrier));
        for (int width : new int[] {WIDE, NARROW}) {
            page.setViewportSize(width, width == WIDE ? 800 : 844);
            page.waitForFunction("width => innerWidth === width", width);
            tab.picture(name + "-" + width + "-" + look);
            int needed = (int) page.evaluate("() => document.scrollingElement.scrollWidth");
            if (needed > width) {
                found.add(name + " is " + needed + " wide at " + width);
            }
        }
        page.setViewportSize(WIDE, 800);
    }

    @Test
    void shouldShowNobodyAButtonThatThePersonMayNotUse() {
        assertThat(buttonsOf(Site.VIEWER)).isSubsetOf(HARMLESS);
        assertThat(buttonsOf(Site.OPERATOR))
                .contains("Block", "Unblock", "Stop now", "Drain and stop", "Pause", "Resume", "Retry", "Discard")
                .contains("Edit and retry", "Acknowledge", "Stop…", "Drain and stop…", "Force…", "Submit");
    }

    /** Everybody may have tokens for what that person may. */
    private static Set<String> buttonsOf(String user) {
        Tab tab = browsing.openAs(site, user);
        Set<String> names = new TreeSet<>();
        PAGES.forEach((name, path) -> {
            if (!name.equals("tokens")) {
                tab.open(path);
                ((List<?>) tab.page()
                                .evaluate("() => [...document.querySelectorAll("
                                        + "'main button, main input[type=checkbox]:not([name]):not(.column-choice *)')]"
                                        + ".map(one => one.getAttribute('aria-label') ?? one.innerText.trim())"))
                        .forEach(one -> names.add(one.toString()));
            }
        });
        return names;
    }
}
