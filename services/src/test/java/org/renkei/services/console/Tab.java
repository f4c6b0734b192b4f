package org.renkei.services.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A window on the console. It remembers each error that a page tells its browser: exceptions, complaints, breaches of its policy. */
final class Tab implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "screenshots");

    private static final String READY = "() => document.querySelector('main h1')"
            + " && !document.querySelector('main [aria-busy=true], main .waiting-panel')";
    private static final String TELL_BREACHES = "document.addEventListener('securitypolicyviolation', breach =>"
            + " console.error(`policy ${breach.violatedDirective} ${breach.blockedURI} ${breach.sample}`))";

    private final String root;
    private final BrowserContext context;
    private final Page page;
    private final List<String> mistakes = new CopyOnWriteArrayList<>();
    private Predicate<String> pardoned = mistake -> false;

    Tab(Browser browser, String root, Browser.NewContextOptions options) {
        this.root = root;
        context = browser.newContext(
                options.setTimezoneId("Asia/Tokyo").setLocale(options.locale == null ? "en-GB" : options.locale));
        context.setDefaultTimeout(Chromium.PATIENCE.toMillis());
        context.addInitScript(TELL_BREACHES);
        page = context.newPage();
        page.onConsoleMessage(this::hear);
        page.onPageError(error -> mistakes.add(page.url() + " " + error));
    }

    private void hear(ConsoleMessage message) {
        if (List.of("error", "warning").contains(message.type())) {
            mistakes.add(page.url() + " " + message.text());
        }
    }

    /** As after the sign-in page, but quicker. */
    Tab signedIn(String user, String password) {
        APIResponse answer = context.request()
                .post(
                        root + "/api/v1/session",
                        RequestOptions.create().setData(Map.of("user", user, "password", password)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return this;
    }

    Page page() {
        return page;
    }

    /** Goes to an address and waits until its page shows its figures. */
    Tab open(String path) {
        page.navigate(root + path);
        return ready();
    }

    Tab ready() {
        page.waitForFunction(READY);
        return this;
    }

    /** Waits until the address is this one. */
    void isAt(String path) {
        page.waitForURL(root + path);
    }

    Locator main() {
        return page.locator("main");
    }

    /** What a person would look for. */
    Locator text(String text) {
        return main().getByText(text);
    }

    Locator row(String text) {
        return main().getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
    }

    Locator button(String name) {
        return button(main(), name);
    }

    static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return main().getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return main().getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
    }

    Locator choice(String label) {
        return main().getByRole(
                        AriaRole.COMBOBOX,
                        new Locator.GetByRoleOptions().setName(label).setExact(true));
    }

    /** The question that is asked before something is done. */
    Locator dialog() {
        return page.locator("#dialogs dialog");
    }

    /** Says yes, and waits until it was done. */
    void confirm() {
        dialog().locator(".confirm").click();
        dialog().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    /** @param name of its file without the ending */
    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** For a test in which the server is away or refuses: then the browser itself complains of the request. */
    void pardon(Predicate<String> mistake) {
        pardoned = pardoned.or(mistake);
    }

    /** What the pages of this tab have done wrong, each with its address. */
    List<String> mistakes() {
        return mistakes.stream().filter(pardoned.negate()).toList();
    }

    @Override
    public void close() {
        context.close();
    }
}
