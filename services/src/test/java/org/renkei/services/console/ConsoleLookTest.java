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

    /** A page, and what is on it when it has its figures. */
    private record Place(String path, String sign) {
        void openIn(Tab tab) {
            tab.open(path);
            tab.page().locator(sign).first().waitFor();
        }
    }

    @TempDir
    private static Path directory;

    private static Site site;
    private static final Map<String, Place> PAGES = new LinkedHashMap<>();
    private static String axe;

    @BeforeAll
    static void start() throws Exception {
        site = new Site(directory, Site.OPERATOR, Site.VIEWER).deploy().start();
        site.fill();
        String message = first("/channels/mail-send/messages", "messages", "id");
        put("overview", "/", "main .verdict h2");
        put("channels", "/channels", "main tbody th a");
        put("channel", "/channels/shelf", "main .channel-depth");
        put("channel-blocked", "/channels/parcels", "main .reason");
        put("messages", "/channels/shelf?tab=messages", "main tbody th a");
        put("message", "/channels/mail-send?tab=messages&message=" + message, "main .detail .journey");
        put("clients", "/channels/order-check?tab=clients", "main tbody th");
        put("flows", "/flows", "main tbody th a");
        put("applications", "/flows?tab=applications", "main tbody th");
        put("deployments", "/flows?tab=deployments", "main tbody th");
        put("flow", "/flows/orders", "main a.flow-step");
        put("step", "/flows/orders?step=check", "main .step-panel");
        put("submit", "/flows/orders?tab=submit", "main .tabs");
        put("source", "/flows/orders?tab=source", "main .source pre");
        put("versions", "/flows/orders?tab=versions", "main tbody th code");
        put("jobs", "/jobs", "main tbody th a");
        put("job", "/jobs/" + first("/jobs?correlation=ORDER-1", "jobs", "job"), "main .journey");
        put("job-failed", "/jobs/" + first("/jobs?correlation=ORDER-2", "jobs", "job"), "main .journey");
        put("dead-letters", "/dead-letters", "main tbody th a");
        put("dead-letter", "/dead-letters/" + first("/dead-letters", "letters", "id"), "main .letter-parts");
        put("alarms", "/alarms", "main .alarm-list");
        put("stop", "/stop", "main .verdict h2");
        put("activity", "/activity", "main tbody th");
        put("tokens", "/tokens", "main h1");
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

    private static void put(String name, String path, String sign) {
        PAGES.put(name, new Place(path, sign));
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
        PAGES.forEach((name, place) -> {
            place.openIn(tab);
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
        PAGES.forEach((name, place) -> {
            if (!name.equals("tokens")) {
                place.openIn(tab);
                ((List<?>) tab.page()
                                .evaluate("() => [...document.querySelectorAll("
                                        + "'main button, main input[type=checkbox]:not([name]):not(.column-choice *)')]"
                                        + ".map(one => one.getAttribute('aria-label') ?? one.textContent.trim())"))
                        .forEach(one -> names.add(one.toString()));
            }
        });
        return names;
    }
}
