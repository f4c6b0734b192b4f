package org.renkei.broker.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.config.ConfigException;
import org.renkei.database.SettableClock;

class TokensTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock("2026-01-31T08:00:00Z");
    private Path file;
    private Users users;
    private Tokens tokens;

    @BeforeEach
    void make() {
        file = folder.resolve("tokens.yaml");
        users = Users.loadOrCreate(folder.resolve("users.yaml"), folder.resolve("admin.password"));
        users.add("shop", Set.of(Role.OPERATE));
        tokens = new Tokens(file, users, clock);
    }

    @Test
    void shouldKeepTokensOverARestartWithoutWhatIsSecret() throws IOException {
        String token = tokens.make("shop", "nightly", Set.of(Role.VIEW, Role.CLIENT), DAY);

        Tokens loaded = new Tokens(file, users, clock);

        assertThat(loaded.authenticate(token)).contains(new User("shop", Set.of(Role.VIEW, Role.CLIENT)));
        assertThat(loaded.list())
                .containsExactly(new Token(
                        "shop",
                        "nightly",
                        Set.of(Role.VIEW, Role.CLIENT),
                        clock.instant(),
                        clock.instant().plus(DAY)));
        String stored = Files.readString(folder.resolve("users.yaml"))
                .split("shop\":\\s+password: ")[1]
                .split("\\s")[0];
        assertThat(Files.readString(file)).doesNotContain(token, stored);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldRefuseWhatIsNoToken() {
        String token = tokens.make("shop", "nightly", Set.of(Role.VIEW), DAY);

        assertThat(tokens.authenticate(token + "x")).isEmpty();
        assertThat(tokens.authenticate("")).isEmpty();
        assertThat(tokens.authenticate("renkei_")).isEmpty();
        assertThat(tokens.remove("shop", "nightly")).isTrue();
        assertThat(tokens.authenticate(token)).isEmpty();
        assertThat(tokens.remove("shop", "nightly")).isFalse();
    }

    @Test
    void shouldEndWhenItsTimeIsOver() {
        String token = tokens.make("shop", "nightly", Set.of(Role.VIEW), DAY);

        clock.advance(DAY.minusMillis(1));
        assertThat(tokens.authenticate(token)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.authenticate(token)).isEmpty();
        assertThat(tokens.list()).extracting(Token::name).containsExactly("nightly");
    }

    @Test
    void shouldNeverHaveMoreThanItsUser() throws IOException {
        assertThatThrownBy(() -> tokens.make("shop", "x", Set.of(Role.ADMINISTER), DAY))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot have the role administer: user shop has only operate");
        assertThatThrownBy(() -> tokens.make("nobody", "x", Set.of(Role.VIEW), DAY))
                .hasMessageContaining("is not a user");
        String both = tokens.make("shop", "both", Set.of(Role.OPERATE, Role.VIEW), DAY);
        String operate = tokens.make("shop", "operate", Set.of(Role.OPERATE), DAY);

        giveShop("view");

        await().until(() -> users.find("shop").orElseThrow().roles().equals(Set.of(Role.VIEW)));
        assertThat(tokens.authenticate(both)).contains(new User("shop", Set.of(Role.VIEW)));
        assertThat(tokens.authenticate(operate)).isEmpty();
    }

    /** Other roles with the same password: an administrator can write that into the file. */
    private void giveShop(String role) throws IOException {
        Path usersFile = folder.resolve("users.yaml");
        String written = Files.readString(usersFile);
        assertThat(written).contains("[operate]");
        Files.writeString(usersFile, written.replace("[operate]", "[" + role + "]"));
    }

    @Test
    void shouldEndWithItsUserAlsoIfOneOfHisNameComesBack() {
        String token = tokens.make("shop", "nightly", Set.of(Role.VIEW), DAY);

        users.remove("shop");
        assertThat(tokens.authenticate(token)).isEmpty();
        assertThat(tokens.list()).isEmpty();

        users.add("shop", Set.of(Role.OPERATE));
        assertThat(tokens.authenticate(token)).isEmpty();
        assertThat(tokens.list()).isEmpty();
        String another = tokens.make("shop", "nightly", Set.of(Role.VIEW), DAY);
        assertThat(tokens.authenticate(another)).isPresent();
    }

    @Test
    void shouldEndWithThePasswordOfItsUser() {
        String token = tokens.make("shop", "nightly", Set.of(Role.VIEW), DAY);
        String others = tokens.make("admin", "nightly", Set.of(Role.VIEW), DAY);

        users.add("shop", Set.of(Role.OPERATE));

        assertThat(tokens.authenticate(token)).isEmpty();
        assertThat(new Tokens(file, users, clock).authenticate(token)).isEmpty();
        assertThat(tokens.authenticate(others)).isPresent();
    }

    @Test
    void shouldForgetAllOfAUser() throws IOException {
        tokens.make("shop", "nightly", Set.of(Role.VIEW), DAY);
        String others = tokens.make("admin", "nightly", Set.of(Role.VIEW), DAY);

        tokens.removeAll("shop");

        assertThat(Files.readString(file)).doesNotContain("shop");
        assertThat(tokens.authenticate(others)).isPresent();
    }

    @Test
    void shouldHoldNoneWhenTheFileIsDeleted() throws IOException {
        String token = tokens.make("shop", "nightly", Set.of(Role.VIEW), DAY);
        assertThat(tokens.authenticate(token)).isPresent();

        Files.delete(file);

        await().until(() -> tokens.authenticate(token).isEmpty());
        assertThat(tokens.list()).isEmpty();
        String another = tokens.make("shop", "other", Set.of(Role.VIEW), DAY);
        assertThat(tokens.authenticate(another)).isPresent();
        assertThat(tokens.authenticate(token)).isEmpty();
    }

    @Test
    void shouldRefuseAFileThatIsWrong() throws IOException {
        tokens.make("shop", "nightly", Set.of(Role.VIEW), DAY);
        Files.writeString(file, Files.readString(file).replaceFirst("userKey: \"[0-9a-f]+\"", "userKey: \"\""));

        assertThatThrownBy(() -> new Tokens(file, users, clock))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("userKey is not a SHA-256 in hexadecimal");
    }
}
