package org.renkei.services.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.renkei.broker.config.ConfigException;

class ApplicationClassesTest {
    @Test
    void shouldMakeOneObjectOfEachClass() {
        assertThat(ApplicationClasses.instantiate(Map.of("good", Good.class.getName()), "etc/renkei.yaml"))
                .hasEntrySatisfying("good", bean -> assertThat(bean).isInstanceOf(Good.class));
    }

    @ParameterizedTest
    @CsvSource({
        "com.example.Absent, is not on the class path",
        "org.renkei.services.config.ApplicationClassesTest$Abstract, is abstract",
        "org.renkei.services.config.ApplicationClassesTest$Throwing, threw from its constructor: java.lang.IllegalStateException: no bank",
        "org.renkei.services.config.ApplicationClassesTest$Needy, needs a public constructor without parameters",
    })
    void shouldSayWhyAClassCannotBeUsed(String className, String reason) {
        assertThatThrownBy(() -> ApplicationClasses.instantiate(Map.of("stock", className), "etc/renkei.yaml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("etc/renkei.yaml: applications.stock")
                .hasMessageContaining(reason);
    }

    public static class Good {}

    public abstract static class Abstract {
        public Abstract() {}
    }

    public static class Throwing {
        public Throwing() {
            throw new IllegalStateException("no bank");
        }
    }

    public static class Needy {
        public Needy(String what) {
            assertThat(what).isNotNull();
        }
    }
}
