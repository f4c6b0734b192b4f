package org.renkei.services.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.config.Home;

class InstallationTest {
    private static final String INSTALLATION = "renkei.installation";

    private final String before = System.getProperty(INSTALLATION);

    @TempDir
    private Path dir;

    @BeforeEach
    void isACheckout() {
        System.setProperty(INSTALLATION, Path.of("..").toAbsolutePath().toString());
    }

    @AfterEach
    void isWhatItWas() {
        if (before == null) {
            System.clearProperty(INSTALLATION);
        } else {
            System.setProperty(INSTALLATION, before);
        }
    }

    @Test
    void shouldFurnishANewHomeWithWhatItsOwnerEditsAndNothingElse() {
        Home home = new Home(dir.resolve("home"));

        Installation.furnish(home);

        assertThat(home.settingsFile()).exists();
        assertThat(home.flows().resolve("orders.yaml")).exists();
        assertThat(home.usersFile()).doesNotExist();
        assertThat(Files.exists(Installation.directory().resolve("etc/monitoring/prometheus.yml")))
                .isTrue();
        assertThat(home.etc().resolve("monitoring")).doesNotExist();
    }
}
