package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.broker.config.ConfigException;
import org.renkei.services.cli.ServerConnection;
import org.renkei.services.config.Settings;

/** The console on TLS: what a browser sees of it, and that the command line finds it. */
class TlsTest {
    private static final String PASSWORD = "key-password";

    @TempDir
    private Path directory;

    private ServerFixture server;
    private Path settings;

    @BeforeEach
    void makeKey() throws Exception {
        server = new ServerFixture(directory);
        settings = server.home().settingsFile();
        Path store = server.home().etc().resolve("console.p12");
        Process keytool = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "keytool",
                        "-genkeypair",
                        "-alias",
                        "console",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        try (InputStream output = keytool.getInputStream()) {
            String said = new String(output.readAllBytes());
            assertThat(keytool.waitFor()).as(said).isZero();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void use(String http) throws Exception {
        String text = Files.readString(settings);
        Files.writeString(settings, text.replaceAll("(?m)^http: .*$", "http: {port: 0, " + http + "}"));
    }

    @Test
    void shouldListenWithTlsOnlyAndBeFoundByTheCommandLine() throws Exception {
        // Given
        use("host: 0.0.0.0, tls: {keyStore: console.p12, password: " + PASSWORD + "}");
        Users users =
                Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile());
        String password = users.add("viewer", Set.of(Role.VIEW));
        // When
        server.start();
        // Then
        String url = "https://localhost:" + server.server().runFile().httpPort();
        HttpClient.Builder trusting = HttpClient.newBuilder().sslContext(trust());
        HttpResponse<String> signedIn = new ApiServer(url, trusting)
                .send("POST", "/api/v1/session", "{\"user\":\"viewer\",\"password\":\"" + password + "\"}");
        assertThat(signedIn.statusCode()).isEqualTo(200);
        assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure");
        assertThat(signedIn.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThatThrownBy(() -> new ApiServer(url.replace("https", "http")).get("/sign-in"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ServerConnection.to(server.home())
                        .get("/status")
                        .path("state")
                        .asText())
                .isEqualTo("RUNNING");
    }

    private SSLContext trust() throws Exception {
        KeyStore store =
                KeyStore.getInstance(server.home().etc().resolve("console.p12").toFile(), PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("console", store.getCertificate("console"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Test
    void shouldRefuseToListenElsewhereWithoutTlsUnlessItIsTold() throws Exception {
        use("host: 0.0.0.0");
        assertThatThrownBy(() -> Settings.read(server.home()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.host is 0.0.0.0, where others can listen to passwords: give tls, or plain");
        use("host: 0.0.0.0, plain: true");
        assertThat(Settings.read(server.home()).config().http().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void shouldSayWhatIsWrongWithAKey() throws Exception {
        use("tls: {keyStore: console.p12, password: wrong}");
        assertThatThrownBy(() -> Settings.read(server.home()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("renkei.yaml:2")
                .hasMessageContaining("wrong password");
        use("tls: {keyStore: none.p12, password: x}");
        assertThatThrownBy(() -> Settings.read(server.home()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no such file");
    }
}
