package org.renkei.services.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A page whose server dies, and comes back on the same port. */
class LostConnectionTest {
    @RegisterExtension
    static final Browsing browsing = new Browsing();

    @TempDir
    private Path directory;

    private Site site;

    @BeforeEach
    void start() throws Exception {
        site = new Site(directory, Site.OPERATOR);
        site.launch();
    }

    @AfterEach
    void stop() {
        site.kill();
    }

    @Test
    void shouldSayThatItsFiguresAreOldAndComeBackByItself() throws Exception {
        Tab tab = browsing.openAs(site, Site.OPERATOR);
        tab.pardon(mistake -> mistake.contains("Failed to load resource"));
        Page page = tab.page();
        tab.open("/channels?search=parcels&sort=-fill");
        assertThat(tab.row("parcels")).isVisible();

        site.kill();

        assertThat(page.locator("#notices")).containsText("Connection lost");
        assertThat(page.locator("#notices"))
                .containsText(Pattern.compile("The figures are those of \\d\\d:\\d\\d:\\d\\d"));
        assertThat(page.locator("main.stale")).isVisible();
        assertThat(tab.row("parcels")).isVisible();

        site.useHttpPort(site.httpPort());
        site.launch();

        page.waitForURL("**/sign-in?*");
        page.getByLabel("Name").fill(Site.OPERATOR);
        page.getByLabel("Password").fill(site.password(Site.OPERATOR));
        page.keyboard().press("Enter");
        tab.isAt("/channels?search=parcels&sort=-fill");
        assertThat(tab.row("parcels")).isVisible();
        assertThat(page.locator("#notices")).isEmpty();
    }
}
