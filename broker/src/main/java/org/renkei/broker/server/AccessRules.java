package org.renkei.broker.server;

import static org.renkei.broker.access.Role.ADMINISTER;
import static org.renkei.broker.access.Role.CLIENT;
import static org.renkei.broker.access.Role.VIEW;

import java.util.Set;
import java.util.function.Predicate;
import org.apache.activemq.artemis.core.security.CheckType;
import org.renkei.broker.access.User;
import org.renkei.broker.channel.Channels;

/**
 * What a user's roles allow on an address of the broker:
 *
 * <ul>
 *   <li>CLIENT sends to, receives from and browses declared channels and temporary queues, and receives and browses results;
 *   <li>VIEW browses everything;
 *   <li>ADMINISTER manages the broker as well.
 * </ul>
 *
 * Nobody sends to a queue of the system's own, and nobody makes a queue that stays.
 */
final class AccessRules {

    static final String MANAGEMENT = "activemq.management";
    static final String NOTIFICATIONS = "activemq.notifications";

    private final Set<String> declared;
    private final Predicate<String> isTemporary;

    AccessRules(Set<String> declared, Predicate<String> isTemporary) {
        this.declared = declared;
        this.isTemporary = isTemporary;
    }

    boolean allows(User user, CheckType action, String address) {
        return switch (action) {
            case SEND ->
                user.may(CLIENT) && isOpenToPrograms(address)
                        || user.may(ADMINISTER) && (address.equals(MANAGEMENT) || isAnswerOfManagement(address));
            case CONSUME ->
                user.may(CLIENT) && (isOpenToPrograms(address) || address.equals(Channels.RESULTS))
                        || user.may(ADMINISTER) && isOfManagement(address);
            case BROWSE ->
                user.may(VIEW) || user.may(CLIENT) && (isOpenToPrograms(address) || address.equals(Channels.RESULTS));
            case CREATE_NON_DURABLE_QUEUE, DELETE_NON_DURABLE_QUEUE, CREATE_ADDRESS, DELETE_ADDRESS ->
                user.may(CLIENT) && isFreeForTemporary(address) || user.may(ADMINISTER) && isOfManagement(address);
            case MANAGE, VIEW, EDIT -> user.may(ADMINISTER);
            case CREATE_DURABLE_QUEUE, DELETE_DURABLE_QUEUE -> false;
        };
    }

    private boolean isOpenToPrograms(String address) {
        return declared.contains(address) || !isSystems(address) && isTemporary.test(address);
    }

    /** A queue on a channel's address would take a share of the channel's messages. */
    private boolean isFreeForTemporary(String address) {
        return !declared.contains(address) && !isSystems(address);
    }

    private static boolean isOfManagement(String address) {
        return address.equals(NOTIFICATIONS) || isAnswerOfManagement(address);
    }

    /** Temporary queues in which Artemis's own tools want the answers; the broker sends them in the name of the user. */
    private static boolean isAnswerOfManagement(String address) {
        return address.startsWith(MANAGEMENT + ".");
    }

    private static boolean isSystems(String address) {
        return address.startsWith(Channels.INTERNAL_PREFIX)
                || address.startsWith("activemq.")
                || address.startsWith("$");
    }
}
