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

class UsersTest {

    private static final String ITERATIONS = "renkei.password.iterations";

    @TempDir
    Path folder;

    private Path file;
    private Users users;

    @BeforeEach
    void make() {
        file = folder.resolve("etc/users.yaml");
        users = Users.loadOrCreate(file, folder.resolve("etc/admin.password"));
    }

    @Test
    void d9_shouldMakeAnAdministratorWithARandomPassword() throws IOException {
        String password = Files.readString(folder.resolve("etc/admin.password")).trim();

        assertThat(password).hasSize(24);
        assertThat(users.authenticate("admin", password)).get().matches(user -> user.may(Role.ADMINISTER));
        assertThat(Files.readString(file)).doesNotContain(password);
        for (Path secret : new Path[] {file, folder.resolve("etc/admin.password")}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void d9_shouldMakePasswordsDearToGuess() {
        asByDefault(() -> {
            assertThat(PasswordHash.of("open sesame")).asString().startsWith("pbkdf2-sha512:210000:");
            assertThat(PasswordHash.ofNobody()).asString().startsWith("pbkdf2-sha512:210000:");
        });
    }

    @Test
    void d9_shouldKeepUsersOverARestart() {
        String password = users.add("shop", Set.of(Role.CLIENT, Role.VIEW));

        Users loaded = Users.loadOrCreate(file, folder.resolve("other"));

        assertThat(loaded.authenticate("shop", password)).contains(new User("shop", Set.of(Role.CLIENT, Role.VIEW)));
        assertThat(loaded.list()).extracting(User::name).containsExactly("admin", "shop");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void shouldRefuseWrongPasswordsAndUnknownNames() {
        String password = users.add("shop", Set.of(Role.CLIENT));

        assertThat(users.authenticate("shop", password + "x")).isEmpty();
        assertThat(users.authenticate("nobody", password)).isEmpty();
        assertThat(users.authenticate(null, password)).isEmpty();
        assertThat(users.authenticate("shop", null)).isEmpty();
    }

    @Test
    void shouldNotPayForTheHashAtEachConnect() {
        asByDefault(() -> {
            String password = users.add("shop", Set.of(Role.CLIENT));
            users.authenticate("shop", password);

            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(users.authenticate("shop", password)).isPresent();
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        });
    }

    @Test
    void shouldForgetARemovedUserAtOnce() {
        String password = users.add("shop", Set.of(Role.CLIENT));
        assertThat(users.authenticate("shop", password)).isPresent();

        assertThat(users.remove("shop")).isTrue();

        assertThat(users.authenticate("shop", password)).isEmpty();
        assertThat(users.remove("shop")).isFalse();
    }

    @Test
    void shouldKnowWhatAnotherProcessWrote() {
        users.authenticate("admin", "wrong");
        Users commandLine = Users.loadOrCreate(file, file);

        String password = commandLine.add("shop", Set.of(Role.CLIENT));
        await().untilAsserted(
                        () -> assertThat(users.authenticate("shop", password)).isPresent());

        assertThat(commandLine.remove("shop")).isTrue();
        await().until(() -> users.find("shop").isEmpty());
        assertThat(users.authenticate("shop", password)).isEmpty();
    }

    @Test
    void shouldKeepItsUsersWhenTheFileIsBrokenLater() throws Exception {
        String password = users.add("shop", Set.of(Role.CLIENT));
        String written = Files.readString(file);
        for (String broken : new String[] {"", "shop: [", "shop:\n  password: secret\n  roles: [client]\n"}) {
            Files.writeString(file, broken);
            // longer than the second between two looks at the file
            await().during(Duration.ofMillis(1_100))
                    .until(() -> users.authenticate("shop", password).isPresent());
            if (!broken.isEmpty()) {
                assertThatThrownBy(() -> users.add("other", Set.of(Role.VIEW))).isInstanceOf(ConfigException.class);
            }
        }

        Files.writeString(file, written.replace("shop", "store"));
        await().until(() -> users.find("store").isPresent());
        assertThat(users.find("shop")).isEmpty();
    }

    @Test
    void shouldKeepItsUsersWhenTheFileIsDeletedAndWriteThemAgain() throws Exception {
        String password = users.add("shop", Set.of(Role.CLIENT));
        Files.delete(file);
        // longer than the second between two looks at the file
        await().during(Duration.ofMillis(1_100))
                .until(() -> users.authenticate("shop", password).isPresent());

        users.add("other", Set.of(Role.VIEW));

        assertThat(Users.loadOrCreate(file, file).list())
                .extracting(User::name)
                .containsExactly("admin", "shop", "other");
    }

    @Test
    void shouldNotUndoWhatAnotherProcessWrote() {
        Users.loadOrCreate(file, file).add("theirs", Set.of(Role.VIEW));

        users.add("ours", Set.of(Role.VIEW));

        assertThat(users.list()).extracting(User::name).containsExactly("admin", "theirs", "ours");
    }

    @Test
    void shouldRefuseAUserFileThatIsWrong() throws IOException {
        Files.writeString(file, "admin:\n  password: secret\n  roles: [administer]\n");
        assertThatThrownBy(() -> Users.loadOrCreate(file, file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("users.yaml:2: admin.password is not a hash");

        Files.writeString(file, "admin:\n  password: " + PasswordHash.of("x") + "\n  roles: [king]\n");
        assertThatThrownBy(() -> Users.loadOrCreate(file, file))
                .hasMessageContaining("must be client or view or operate or administer, was king");
    }

    @Test
    void shouldRefuseANameThatIsNone() {
        assertThatThrownBy(() -> users.add("a b", Set.of(Role.VIEW))).hasMessageContaining("is not a user name");
    }

    @Test
    void d9_shouldIncludeTheLesserRoles() {
        assertThat(Role.ADMINISTER.includes(Role.OPERATE)).isTrue();
        assertThat(Role.OPERATE.includes(Role.VIEW)).isTrue();
        assertThat(Role.OPERATE.includes(Role.CLIENT)).isTrue();
        assertThat(Role.OPERATE.includes(Role.ADMINISTER)).isFalse();
        assertThat(Role.VIEW.includes(Role.CLIENT)).isFalse();
        assertThat(Role.CLIENT.includes(Role.VIEW)).isFalse();
    }

    /** With hashes that take as long as those of users do, which are cheap in other tests. */
    private static void asByDefault(Runnable test) {
        String inTests = System.clearProperty(ITERATIONS);
        try {
            test.run();
        } finally {
            if (inTests != null) {
                System.setProperty(ITERATIONS, inTests);
            }
        }
    }
}
