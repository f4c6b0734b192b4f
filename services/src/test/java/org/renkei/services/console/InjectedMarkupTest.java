package org.renkei.services.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever producers, applications and operators write is text on the pages, also if it looks like markup. */
class InjectedMarkupTest {
    @RegisterExtension
    static final Browsing browsing = new Browsing();

    private static final String MARKUP =
            "<img src=x onerror=\"window.injected=1\">\"'><script>window.injected=1</script>${window.injected=1}";

    private static final String INJECTED = "() => [window.injected,"
            + " ...document.querySelectorAll('[onerror], img:not([src^=\"/assets/\"]), script:not([src^=\"/assets/\"], [src^=\"/lib/\"])')]"
            + ".filter(Boolean).length";

    @TempDir
    private static Path directory;

    private static Site site;
    private static JMSContext program;
    private static String failed;

    private Tab tab;

    @BeforeAll
    static void start() throws Exception {
        site = new Site(directory, Site.OPERATOR).start();
        failed = site.submitWrong(MARKUP, MARKUP, MARKUP);
        site.post("/applications/postman/pause", Site.json("reason", MARKUP));
        site.submit("mails", MARKUP, MARKUP);
        site.send("shelf", 4);
        acknowledge();
        program = site.connect(
                "&jms.validatePropertyNames=false&jms.clientID=" + URLEncoder.encode(MARKUP, StandardCharsets.UTF_8));
        program.createConsumer(program.createQueue("parcels"), "tag = '" + MARKUP.replace("'", "''") + "x'");
        JMSProducer producer =
                program.createProducer().setJMSCorrelationID(MARKUP).setJMSType(MARKUP);
        producer.setProperty("JMSXGroupID", MARKUP).setProperty("tag", MARKUP).setProperty(MARKUP, MARKUP);
        producer.send(program.createQueue("parcels"), MARKUP);
        site.post("/channels/parcels/block", Site.json("reason", MARKUP));
        site.post("/flows/orders/block", Site.json("reason", MARKUP));
        site.server().asUser(MARKUP, MARKUP, "GET", "/channels", "");
    }

    private static void acknowledge() {
        await().atMost(Chromium.PATIENCE)
                .until(() -> site.get("/alarms").path("open").asInt() == 2);
        site.get("/alarms")
                .path("alarms")
                .forEach(alarm ->
                        site.post("/alarms/" + alarm.path("id").asText() + "/acknowledge", Site.json("note", MARKUP)));
    }

    @AfterAll
    static void stop() {
        program.close();
        site.close();
    }

    @BeforeEach
    void signIn() {
        tab = browsing.openAs(site, Site.OPERATOR);
    }

    private void shows(String path) {
        tab.open(path);
        shows(tab.main());
    }

    private void shows(Locator place) {
        assertThat(place).containsText(MARKUP);
        assertThat((int) tab.page().evaluate(INJECTED)).as(tab.page().url()).isZero();
    }

    @Test
    void shouldBeTextInListsOfEverything() {
        shows("/");
        tab.open("/channels");
        assertThat(tab.row("parcels").locator(".badge").first().getAttribute("title"))
                .contains(MARKUP);
        shows("/flows?tab=applications");
        shows("/jobs");
        shows("/dead-letters");
        shows("/alarms");
        shows("/activity");
        tab.open("/flows");
        tab.open("/stop");
        assertThat((int) tab.page().evaluate(INJECTED)).isZero();
    }

    @Test
    void shouldBeTextInWhatAMessageCarries() {
        shows("/channels/parcels");
        shows("/channels/parcels?tab=messages");
        tab.main().locator("tbody th a").first().click();
        Locator message = tab.main().locator(".detail");
        Locator values = message.locator("dd").filter(new Locator.FilterOptions().setHasText(MARKUP));
        assertThat(values).hasCount(5); // correlation id, type, group, two properties
        assertThat(message.locator("dt").filter(new Locator.FilterOptions().setHasText(MARKUP)))
                .hasCount(1);
        shows(message.locator("pre"));
        shows("/channels/mail-send?tab=messages");
        tab.main().locator("tbody th a").first().click();
        shows(message.locator("pre"));
    }

    @Test
    void shouldBeTextInWhatAProgramTellsOfItself() {
        shows("/channels/parcels?tab=clients");
        Locator consumer = tab.row("consumer");
        assertThat(consumer.locator(".col-id")).hasText(MARKUP);
        assertThat(consumer.locator(".col-filter")).containsText(MARKUP.replace("'", "''"));
    }

    @Test
    void shouldBeTextOnTheWayOfAJob() {
        shows("/jobs/" + failed);
        assertThat(tab.main().locator(".items")).containsText(MARKUP);
        assertThat(tab.main().locator(".pass .error-text").last()).containsText(MARKUP);
        tab.main().getByText("Show the dead letter").click();
        tab.page().waitForURL("**/dead-letters/*");
        assertThat(tab.main().locator(".notice .error-text")).containsText(MARKUP);
        assertThat(tab.main().locator(".letter-parts pre")).containsText(MARKUP.replace("\"", "\\\""));
        tab.button("Edit and retry").click();
        assertThat(tab.main().locator("textarea")).isVisible();
        shows("/flows/orders");
        shows("/flows/mails?step=send");
    }

    @Test
    void shouldBeTextInTheSearch() {
        tab.open("/");
        tab.page().locator("#search").fill(MARKUP);
        shows(tab.page().locator("#search-hits li").first());
        shows("/jobs?correlation=" + URLEncoder.encode(MARKUP, StandardCharsets.UTF_8));
        tab.open("/channels?search=" + URLEncoder.encode(MARKUP, StandardCharsets.UTF_8));
        tab.open("/dead-letters?error=" + URLEncoder.encode(MARKUP, StandardCharsets.UTF_8));
        assertThat((int) tab.page().evaluate(INJECTED)).isZero();
    }
}
