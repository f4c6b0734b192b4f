package org.renkei.broker.server;

import static org.apache.activemq.artemis.core.security.CheckType.CONSUME;
import static org.apache.activemq.artemis.core.security.CheckType.CREATE_ADDRESS;
import static org.apache.activemq.artemis.core.security.CheckType.CREATE_DURABLE_QUEUE;
import static org.apache.activemq.artemis.core.security.CheckType.CREATE_NON_DURABLE_QUEUE;
import static org.apache.activemq.artemis.core.security.CheckType.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.activemq.artemis.core.security.CheckType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.User;

/** Artemis's own tools want the answers of its management in queues below the management's own name. */
class AccessRulesTest {
    private static final String ANSWERS = "activemq.management.3f1c";

    private final AccessRules rules = new AccessRules(Set.of("order-in"), address -> false);

    @Test
    void shouldLetAnAdministratorsToolsHaveTheirAnswers() {
        for (CheckType needed : Set.of(CREATE_ADDRESS, CREATE_NON_DURABLE_QUEUE, CONSUME, SEND)) {
            assertThat(allows(Role.ADMINISTER, needed)).as(needed.name()).isTrue();
        }
        assertThat(allows(Role.ADMINISTER, CREATE_DURABLE_QUEUE)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "VIEW", "OPERATE"})
    void shouldKeepOthersOffTheManagement(Role role) {
        for (CheckType needed : Set.of(CREATE_ADDRESS, CREATE_NON_DURABLE_QUEUE, CONSUME, SEND)) {
            assertThat(allows(role, needed)).as(needed.name()).isFalse();
        }
    }

    private boolean allows(Role role, CheckType needed) {
        return rules.allows(new User("somebody", Set.of(role)), needed, ANSWERS);
    }
}
