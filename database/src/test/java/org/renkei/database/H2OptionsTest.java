package org.renkei.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class H2OptionsTest {

    @Test
    void shouldAddWhatACrashAsksFor() {
        assertThat(Dialect.H2.safe("jdbc:h2:file:/data/x"))
                .isEqualTo("jdbc:h2:guarded:async:/data/x;RETENTION_TIME=2000;WRITE_DELAY=0");
    }

    @Test
    void shouldLeaveWhatTheUrlSays() {
        assertThat(Dialect.H2.safe("jdbc:h2:file:/data/x;write_delay=10;LOCK_TIMEOUT=5"))
                .isEqualTo("jdbc:h2:guarded:async:/data/x;write_delay=10;LOCK_TIMEOUT=5;RETENTION_TIME=2000");
    }

    @Test
    void shouldGuardFilesOnly() {
        assertThat(Dialect.H2.safe("jdbc:h2:async:/data/x")).startsWith("jdbc:h2:guarded:async:/data/x;");
        assertThat(Dialect.H2.safe("jdbc:h2:~/x")).startsWith("jdbc:h2:guarded:async:~/x;");
        assertThat(Dialect.H2.safe("jdbc:h2:./x")).startsWith("jdbc:h2:guarded:async:./x;");
        assertThat(Dialect.H2.safe("jdbc:h2:C:\\data\\x")).startsWith("jdbc:h2:guarded:async:C:\\data\\x;");
        assertThat(Dialect.H2.safe("jdbc:h2:mem:x")).startsWith("jdbc:h2:mem:x;");
        assertThat(Dialect.H2.safe("jdbc:h2:tcp://host/x")).startsWith("jdbc:h2:tcp://host/x;");
        assertThat(Dialect.H2.safe("jdbc:h2:guarded:/data/x")).startsWith("jdbc:h2:guarded:/data/x;");
    }

    @Test
    void shouldLeavePostgreSqlAlone() {
        assertThat(Dialect.POSTGRESQL.safe("jdbc:postgresql://host/x")).isEqualTo("jdbc:postgresql://host/x");
    }
}
