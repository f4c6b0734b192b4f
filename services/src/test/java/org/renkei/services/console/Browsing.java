package org.renkei.services.console;

import com.microsoft.playwright.Browser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Opens tabs for a test and closes them behind it. A test in whose tabs a page made a mistake fails; of a test that fails otherwise
 * {@code target/screenshots} has a picture.
 */
final class Browsing implements BeforeAllCallback, AfterEachCallback {
    private final List<Tab> tabs = new ArrayList<>();
    private Browser browser;

    @Override
    public void beforeAll(ExtensionContext context) {
        browser = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Browsing.class))
                .getOrComputeIfAbsent(Chromium.class, key -> new Chromium(), Chromium.class)
                .browser();
    }

    /** A tab of somebody who has not signed in. */
    Tab open(Site site) {
        return open(site, new Browser.NewContextOptions());
    }

    Tab open(Site site, Browser.NewContextOptions options) {
        Tab tab = new Tab(browser, site.url(), options);
        tabs.add(tab);
        return tab;
    }

    /** A tab of somebody who has. */
    Tab openAs(Site site, String user) {
        return open(site).signedIn(user, site.password(user));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> mistakes = new ArrayList<>();
        for (Tab tab : tabs) {
            if (context.getExecutionException().isPresent()) {
                tab.picture(
                        "failed/" + context.getRequiredTestClass().getSimpleName() + "-" + context.getDisplayName());
            }
            mistakes.addAll(tab.mistakes());
            tab.close();
        }
        tabs.clear();
        if (!mistakes.isEmpty() && context.getExecutionException().isEmpty()) {
            throw new AssertionError("mistakes of pages: " + String.join("\n", mistakes));
        }
    }
}
