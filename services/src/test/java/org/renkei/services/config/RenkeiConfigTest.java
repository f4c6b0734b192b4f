package org.renkei.services.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.table.DataSourceConfig;

class RenkeiConfigTest {
    @TempDir
    private Path etc;

    @Test
    void shouldHaveADefaultForEveryKey() {
        RenkeiConfig config = RenkeiConfig.read(etc.resolve("renkei.yaml"));
        assertThat(config).isEqualTo(RenkeiConfig.defaults());
        assertThat(config.node()).isNotBlank();
        assertThat(config.broker().core().port()).isEqualTo(61616);
        assertThat(config.broker().amqp().port()).isEqualTo(5672);
        assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 8170, ByteSize.ofMebibytes(10), null, null));
        assertThat(config.tracking().url()).isNull();
        assertThat(config.tracking().retention()).isEqualTo(Duration.ofDays(30));
        assertThat(config.dataSources()).isEmpty();
        assertThat(config.tracking().dataSource()).isNull();
        assertThat(config.applications()).isEmpty();
        assertThat(config.stop())
                .isEqualTo(new StopConfig(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(60)));
    }

    @Test
    void shouldKnowWhomToTellOfAlarms() throws Exception {
        RenkeiConfig config = read("""
                alarms: {age: 5m, deadLetters: 10, channel: ops, webhook: {url: "https://example.com/x", headers: {A: b}, timeout: 3s}}
                activity: {retention: 30d}
                """);
        assertThat(config.alarms().age()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.alarms().deadLetters()).isEqualTo(10);
        assertThat(config.alarms().webhook().headers()).containsEntry("A", "b");
        assertThat(config.activity().retention()).isEqualTo(Duration.ofDays(30));
        Files.writeString(etc.resolve("channels.yaml"), "opps: {kind: persistent}");
        Home home = new Home(Files.createDirectories(etc.resolve("home")));
        Files.createDirectories(home.etc());
        Files.move(etc.resolve("channels.yaml"), home.channelsFile());
        Files.writeString(home.settingsFile(), "# who is told\nalarms:\n  channel: ops\n");
        assertThatThrownBy(() -> Settings.read(home))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("renkei.yaml:3: alarms.channel is 'ops', which is not declared in"
                        + " etc/channels.yaml; did you mean opps?");
    }

    @Test
    void shouldTakeAFileOfCommentsForOneWithoutKeys() throws Exception {
        assertThat(read("# nothing here\n\n")).isEqualTo(RenkeiConfig.defaults());
    }

    @Test
    void shouldReadEveryKey() throws Exception {
        RenkeiConfig config = read("""
                node: left
                broker: {core: {port: 1}, amqp: {host: 0.0.0.0, port: 2}}
                http: {host: localhost, port: 0, maxBody: 1MiB}
                tracking: {url: "jdbc:postgresql://db/renkei", user: u, password: p, retention: 7d, connections: 8}
                applications: {stock: com.example.Stock}
                stop: {within: 5s, forceWithin: 1s, drain: 2m}
                """);
        assertThat(config.node()).isEqualTo("left");
        assertThat(config.http()).isEqualTo(new HttpConfig("localhost", 0, ByteSize.ofMebibytes(1), null, null));
        assertThat(config.tracking().connections()).isEqualTo(8);
        assertThat(config.applications()).containsEntry("stock", "com.example.Stock");
        assertThat(config.stop().drain()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void shouldReadDataSourcesWithTheirDefaults() throws Exception {
        RenkeiConfig config = read("""
                dataSources:
                  shop:
                  books: {url: "jdbc:postgresql://db/books", user: u, password: p, connections: 3, migrations: sql}
                tracking: {dataSource: books}
                """);
        assertThat(config.dataSources())
                .containsEntry("shop", DataSourceConfig.embedded())
                .containsEntry(
                        "books", new DataSourceConfig("jdbc:postgresql://db/books", "u", "p", 3, Path.of("sql")));
        assertThat(config.tracking().dataSource()).isEqualTo("books");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nod: x | nod",
                "node: '' | node",
                "http: {port: 65536} | http.port",
                "http: {port: many} | http.port",
                "http: {host: ''} | http.host",
                "http: {maxBody: 0} | http.maxBody",
                "http: {maxBody: big} | http.maxBody",
                "stop: {within: 0s} | stop.within",
                "stop: {drain: 2d} | stop.drain",
                "stop: {forceWithin: soon} | stop.forceWithin",
                "broker: {core: {port: -1}} | broker.core.port",
                "alarms: {age: 500ms} | alarms.age must be 1s or more, was 500ms",
                "alarms: {deadLetters: -1} | alarms.deadLetters",
                "alarms: {webhook: {timeout: 1s}} | alarms.webhook.url is missing",
                "alarms: {webhook: {url: 'ftp://x'}} | alarms.webhook.url must be an http or https address",
                "alarms: {webhook: {url: 'http://x', headers: {Host: y}}} | alarms.webhook.headers.Host cannot be sent",
                "activity: {retention: 1h} | activity.retention must be 1d to 36500d, was 1h",
                "tracking: {connections: 0} | connections",
                "tracking: {url: 'http://db'} | url",
                "dataSources: {shop: {url: 'jdbc:oracle:x'}} | dataSources.shop.url",
                "dataSources: {shop: {connections: 0}} | dataSources.shop.connections",
                "dataSources: {a/b: {}} | is no name for a data source",
                "{dataSources: {shop: {}}, applications: {shop: a.B}} | dataSources.shop is the name of an application",
                "{dataSources: {shop: {}}, tracking: {dataSource: shpo}} | tracking.dataSource is 'shpo'",
                "{dataSources: {shop: {}}, tracking: {dataSource: shpo}} | did you mean shop?",
                "{dataSources: {shop: {}}, tracking: {dataSource: shop, user: u}} | tracking.dataSource stands in place",
                "http: [1] | http",
                "http: {port: 1, port: 2} | port",
            })
    void shouldRefuseWhatItDoesNotUnderstand(String yaml, String named) {
        assertThatThrownBy(() -> read(yaml.replace("''", "\"\"")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("renkei.yaml:1")
                .hasMessageContaining(named)
                .message()
                .doesNotContain("\n");
    }

    private RenkeiConfig read(String yaml) throws Exception {
        Path file = etc.resolve("renkei.yaml");
        Files.writeString(file, yaml);
        return RenkeiConfig.read(file);
    }
}
