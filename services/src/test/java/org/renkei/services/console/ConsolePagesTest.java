package org.renkei.services.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does on each page, from the sign-in to the stop of the system (D9). */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsolePagesTest {
    @RegisterExtension
    static final Browsing browsing = new Browsing();

    @TempDir
    private static Path directory;

    private static Site site;

    private Tab tab;
    private Page page;

    @BeforeAll
    static void start() throws Exception {
        site = new Site(directory, Site.OPERATOR).start();
        site.fill();
        site.post("/channels/parcels/unblock", "");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void signIn() {
        tab = browsing.openAs(site, Site.OPERATOR);
        page = tab.page();
    }

    private static String jobOf(String correlation) {
        return site.get("/jobs?correlation=" + correlation)
                .path("jobs")
                .get(0)
                .path("job")
                .asText();
    }

    @Test
    void shouldLeadFromTheSignInToThePageThatWasAskedForAndOutAgain() {
        Tab stranger = browsing.open(site);
        stranger.pardon(mistake -> mistake.contains("status of 401"));
        Page asked = stranger.page();
        asked.navigate(site.url() + "/channels?sort=-fill");
        asked.waitForURL("**/sign-in?*");

        asked.getByLabel("Name").fill(Site.OPERATOR);
        asked.getByLabel("Password").fill("a guess");
        asked.keyboard().press("Enter");
        assertThat(asked.getByRole(AriaRole.ALERT)).containsText("The name or the password is wrong.");

        asked.getByLabel("Password").fill(site.password(Site.OPERATOR));
        asked.keyboard().press("Enter");
        stranger.isAt("/channels?sort=-fill");
        assertThat(stranger.link("shelf")).isVisible();

        asked.locator("header details summary").click();
        asked.getByText("Sign out").click();
        asked.waitForURL("**/sign-in");
        asked.navigate(site.url() + "/channels");
        asked.waitForURL("**/sign-in?*");
    }

    @Test
    void shouldShowOnTheOverviewWhatWaitsAndWhy() {
        tab.open("/");
        assertThat(tab.main().locator(".verdict h2")).hasText("A stop would lose messages");
        assertThat(tab.text("postman")).isVisible();
        assertThat(tab.link("shelf").first()).isVisible();
        assertThat(tab.text("shelf holds 4 messages").first()).isVisible();
        assertThat(tab.text("Block channel").first()).isVisible();
        assertThat(tab.main().locator("svg path.line").first()).isAttached();
    }

    @Test
    void shouldSortAndFilterChannelsInTheAddress() {
        tab.open("/channels");
        assertThat(tab.row("order-check")).isVisible();

        page.getByPlaceholder("Channel", new Page.GetByPlaceholderOptions().setExact(true))
                .fill("order");
        page.waitForURL("**/channels?search=order");
        assertThat(tab.row("shelf")).hasCount(0);
        tab.choice("Kind").selectOption("volatile");
        assertThat(tab.row("order-check")).hasCount(0);
        assertThat(tab.row("order-stock")).isVisible();

        tab.open("/channels?sort=-fill");
        assertThat(tab.main().locator("tbody th").first()).hasText("shelf");
        assertThat(tab.row("shelf")).containsText("above watch");
    }

    @Test
    void b2_shouldRollAFlowBack() throws IOException {
        String before = site.get("/flows/mails").path("version").asText();
        String yaml = site.server().asToken("GET", "/flows/mails/source", "").body();
        String file = Site.json("file", "mails.yaml", "yaml", yaml + "passes: 7\n");
        site.server().asToken("POST", "/flows", "{\"files\": [" + file + "]}");

        tab.open("/flows/mails?tab=versions");
        assertThat(tab.row("present")).not().containsText(before);
        assertThat(tab.button("Roll back")).hasCount(0);
        String password =
                Files.readString(site.server().home().adminPasswordFile()).trim();
        Tab admin = browsing.open(site).signedIn("admin", password);
        admin.open("/flows/mails?tab=versions");
        Tab.button(admin.row(before), "Roll back").click();
        admin.confirm();

        assertThat(admin.row("present")).containsText(before);
        assertThat(tab.row("present")).containsText(before);
    }

    @Test
    void shouldBrowseTheMessagesOfAChannel() {
        try (JMSContext jms = site.connect("")) {
            JMSProducer producer =
                    jms.createProducer().setJMSCorrelationID("P-1").setJMSType("parcel");
            producer.setProperty("weight", 12).send(jms.createQueue("parcels"), "{\"to\":\"Uji\"}");
        }
        tab.open("/channels/parcels?tab=messages");
        tab.link("P-1").click();
        Locator message = tab.main().getByRole(AriaRole.REGION, new Locator.GetByRoleOptions().setName("Message"));
        assertThat(message).containsText("\"to\": \"Uji\"");
        assertThat(message).containsText(Pattern.compile("weight\\s*12"));
        assertThat(message).containsText("parcel");
        assertThat(message).containsText("This message belongs to no job.");
    }

    @Test
    void shouldShowBesideAMessageTheJourneyOfItsJob() {
        tab.open("/channels/mail-send?tab=messages");
        tab.link("MAIL-1").click();
        Locator message = tab.main().locator(".detail");
        assertThat(message.getByText(jobOf("MAIL-1")).first()).isVisible();
        assertThat(message.locator(".journey")).containsText("here now");
    }

    @Test
    void shouldShowWhoIsConnected() {
        try (JMSContext jms = site.connect("&jms.clientID=till-7")) {
            jms.createConsumer(jms.createQueue("parcels"), "weight > 1000");
            jms.createProducer().send(jms.createQueue("parcels"), "{}");
            tab.open("/channels/parcels?tab=clients");
            assertThat(tab.row("till-7").filter(new Locator.FilterOptions().setHasText("consumer")))
                    .containsText("weight > 1000");
            assertThat(tab.row("till-7").first()).containsText(Site.OPERATOR);
        }
        tab.open("/channels/order-check?tab=clients");
        assertThat(tab.row("Renkei's own").first()).isVisible();
    }

    @Test
    void shouldBlockSendersWithAReasonAndTakeThemAgain() {
        tab.open("/channels/parcels");
        tab.button("Block").click();
        tab.dialog().getByLabel("Reason").fill("the lift is stuck");
        tab.confirm();
        assertThat(tab.main().locator("h1 + .badge")).hasText("blocked");
        assertThat(tab.text("the lift is stuck")).isVisible();
        assertThatThrownBy(() -> site.send("parcels", 1)).hasMessageContaining("the lift is stuck");

        tab.button("Unblock").click();
        tab.confirm();
        assertThat(tab.main().locator("h1 + .badge")).hasText("active");
        site.send("parcels", 1);
    }

    @Test
    void shouldStopStartAndDrainAChannel() {
        tab.open("/channels/parcels");
        tab.button("Stop now").click();
        tab.confirm();
        assertThat(tab.main().locator("h1 + .badge")).hasText("stopped");
        tab.button("Start").click();
        tab.confirm();
        assertThat(tab.main().locator("h1 + .badge")).hasText("active");

        tab.open("/channels/order-price");
        tab.button("Drain and stop").click();
        tab.confirm();
        assertThat(tab.main().locator("h1 + .badge")).hasText("stopped");
        tab.button("Start").click();
        tab.confirm();
        assertThat(tab.main().locator("h1 + .badge")).hasText("active");
    }

    @Test
    void shouldDrawAFlowWithAPanelForEachStep() {
        tab.open("/flows");
        tab.link("orders").click();
        Locator steps = tab.main().locator("a.flow-step");
        assertThat(steps).hasCount(4);
        steps.filter(new Locator.FilterOptions().setHasText("check")).click();
        page.waitForURL("**/flows/orders?step=check");
        Locator panel = tab.main().locator(".step-panel");
        assertThat(panel.getByText("order-check")).isVisible();

        Tab.button(panel, "Pause").click();
        tab.dialog().getByLabel("Reason").fill("new prices");
        tab.confirm();
        assertThat(panel).containsText("new prices");
        Tab.button(panel, "Resume").click();
        tab.confirm();
        assertThat(Tab.button(panel, "Pause")).isVisible();

        tab.open("/flows/orders?tab=source");
        assertThat(tab.text("join: {timeout: 1m, body: merge}")).isVisible();
    }

    @Test
    void shouldBlockAFlowAndPauseAnApplication() {
        tab.open("/flows/orders");
        tab.button("Block").click();
        tab.dialog().getByLabel("Reason").fill("sold out");
        tab.confirm();
        assertThat(tab.text("sold out")).isVisible();
        assertThatThrownBy(() -> site.submit("orders", "X", "{}")).hasMessageContaining("sold out");
        tab.button("Unblock").click();
        tab.confirm();
        assertThat(tab.button("Block")).isVisible();

        tab.open("/flows?tab=applications");
        Locator gate = tab.row("gate").first();
        Tab.button(gate, "Pause").click();
        tab.dialog().getByLabel("Reason").fill("painting it");
        tab.confirm();
        assertThat(gate).containsText("painting it");
        Tab.button(gate, "Resume").click();
        tab.confirm();
        assertThat(gate).containsText("running");
    }

    @Test
    void shouldSubmitAJobAndWaitForItsResult() {
        tab.open("/flows/orders?tab=submit");
        tab.field("Body").fill("{\"customer\":");
        assertThat(tab.text("Not JSON")).isVisible();
        tab.field("Body").fill(Site.json("customer", "eve"));
        tab.choice("Wait for the result").selectOption("10s");
        tab.button("Submit").click();
        assertThat(tab.main().locator(".submitted")).containsText("completed");
    }

    @Test
    void shouldFindAFailedJobByItsCorrelationIdAndTellWhyItGaveUp() {
        tab.open("/jobs");
        tab.field("Correlation id").fill("ORDER-2");
        page.waitForURL("**/jobs?correlation=ORDER-2");
        assertThat(tab.main().locator("tbody tr")).hasCount(1);
        tab.link(jobOf("ORDER-2")).click();
        page.waitForURL("**/jobs/*");
        assertThat(tab.main().locator("h1 ~ .badge")).hasText("failed");
        assertThat(tab.text("no such customer").first()).isVisible();
        assertThat(tab.text("attempt 3")).isVisible();
        assertThat(tab.link("Show the dead letter")).isVisible();
    }

    @Test
    void shouldDrawTheCopiesOfAJobInLanes() {
        tab.open("/jobs/" + jobOf("ORDER-1"));
        Locator journey = tab.main().locator(".journey");
        assertThat(journey.getByText("copy 1-1").first()).isVisible();
        assertThat(journey.getByText("copy 1-2").first()).isVisible();
        assertThat(journey.locator(".arm")).hasCount(2);
        assertThat(tab.main().locator("h1 ~ .badge")).hasText("completed");
    }

    @Test
    void shouldMendADeadLetterAndSendItOnItsWay() {
        String job = site.submitWrong("ORDER-3", "bob", "the customer is bob");
        tab.open("/dead-letters");
        tab.main()
                .locator("a.group-key")
                .filter(new Locator.FilterOptions().setHasText("the customer is bob"))
                .click();
        page.waitForURL("**/dead-letters?error=*");
        assertThat(tab.main().locator("tbody tr")).hasCount(1);
        tab.main().locator("tbody th a").click();
        page.waitForURL("**/dead-letters/*");

        tab.button("Edit and retry").click();
        tab.main().locator("textarea").fill(Site.json("customer", "alice"));
        tab.button("Retry with this body").click();
        assertThat(tab.text("It was handed on.")).isVisible();
        site.server().awaitState(job, "COMPLETED");
        tab.open("/jobs/" + job);
        assertThat(tab.text("retried by " + Site.OPERATOR)).isVisible();
    }

    @Test
    void shouldDiscardADeadLetterOnlyAfterAQuestion() {
        String job = site.submitWrong("ORDER-4", "bob", "nobody wants it");
        tab.open("/dead-letters?error=nobody%20wants");
        tab.main().locator("tbody input[type=checkbox]").check();
        tab.button("Discard").click();
        Tab.button(tab.dialog(), "Cancel").click();
        assertThat(tab.main().locator("tbody tr")).hasCount(1);

        tab.button("Discard").click();
        assertThat(tab.dialog()).containsText("cannot be taken back");
        tab.confirm();
        assertThat(tab.text("No dead letters.")).isVisible();
        site.server().awaitState(job, "CANCELLED");
    }

    @Test
    void shouldShowAnAlarmAtOnceAndTakeItsAcknowledgement() {
        tab.open("/alarms");
        Locator ofTheDesk =
                tab.main().locator(".alarm-list > li").filter(new Locator.FilterOptions().setHasText("desk holds"));
        assertThat(ofTheDesk).hasCount(0);

        site.send("desk", 4);

        assertThat(ofTheDesk).containsText("warning");
        Tab.button(ofTheDesk, "Acknowledge").click();
        tab.dialog().getByLabel("Note").fill("I tidy it up");
        tab.confirm();
        assertThat(ofTheDesk).containsText("Acknowledged by " + Site.OPERATOR);
        assertThat(ofTheDesk).containsText("I tidy it up");
    }

    @Test
    void shouldTellWhoDidWhat() {
        site.post("/channels/parcels/block", Site.json("reason", "inventory of 1999"));
        site.post("/channels/parcels/unblock", "");
        tab.open("/activity?search=1999");
        Locator line = tab.main().locator("tbody tr");
        assertThat(line).hasCount(1);
        assertThat(line).containsText(Site.OPERATOR);
        assertThat(line).containsText("Block channel");
        assertThat(line).containsText("parcels");
        assertThat(line).containsText("127.0.0.1");
    }

    @Test
    void shouldMakeATokenThatIsShownOnceAndTakeItBack() {
        tab.open("/tokens");
        tab.button("Make a token…").click();
        tab.dialog().getByLabel("Name").fill("nightly");
        tab.confirm();
        String token = tab.main().locator(".token code").innerText();
        String bearer = "Bearer " + token;
        assertThat(site.server().send("GET", "/channels", "", bearer).statusCode())
                .isEqualTo(200);

        tab.open("/tokens");
        assertThat(tab.text(token)).hasCount(0);
        Tab.button(tab.row("nightly"), "Remove").click();
        tab.confirm();
        assertThat(tab.row("nightly")).hasCount(0);
        assertThat(site.server().send("GET", "/channels", "", bearer).statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldBeUsableWithKeysAlone() {
        tab.open("/channels/parcels");
        page.keyboard().press("/");
        assertThat(page.locator("#search")).isFocused();
        page.keyboard().type("ORDER-1");
        assertThat(page.locator("#search-hits li[aria-selected=true]")).containsText("ORDER-1");
        page.keyboard().press("Enter");
        tab.isAt("/jobs/" + jobOf("ORDER-1"));

        tab.open("/channels/parcels");
        page.locator("main").focus();
        while (!(boolean) page.evaluate("() => document.activeElement.closest('main .actions') !== null")) {
            page.keyboard().press("Tab");
        }
        assertThat(tab.button("Block")).isFocused();
        page.keyboard().press("Enter");
        assertThat(tab.dialog().getByLabel("Reason")).isFocused();
        page.keyboard().press("Escape");
        assertThat(tab.dialog()).hasCount(0);
        assertThat(tab.button("Block")).isFocused();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void shouldShowWhatAStopWouldLoseAndThenStop() {
        tab.pardon(mistake -> mistake.contains("Failed to load resource"));
        tab.open("/stop");
        assertThat(tab.main().locator(".verdict h2")).hasText("A stop would lose messages");
        assertThat(tab.row("mail-send")).isVisible();
        assertThat(tab.text("What a stop and a start do")).isVisible();

        tab.button("Force…").click();
        assertThat(tab.dialog()).containsText("1 message would be lost");
        assertThat(tab.dialog()).containsText("mail-send");
        assertThat(tab.dialog().locator(".confirm")).isDisabled();
        page.keyboard().press("Escape");
        assertThat(tab.dialog()).hasCount(0);

        site.post("/applications/postman/resume", "");
        site.server().awaitState(jobOf("MAIL-1"), "COMPLETED");
        assertThat(tab.main().locator(".verdict h2")).not().hasText("A stop would lose messages");
        tab.button("Stop…").click();
        tab.confirm();
        assertThat(page.locator("#notices")).containsText("The system has stopped");
        site.server().awaitEnded();
    }
}
