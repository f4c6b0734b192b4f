package org.renkei.broker.external;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doors of channels at one broker, as long as the connection to it holds. For one thread. */
final class ShutDoors {

    private static final Logger log = LoggerFactory.getLogger(ShutDoors.class);
    private static final String MARK = "renkei-shut:";

    private final Management broker;
    private final String ownRole;
    private final String mark;
    private final Map<String, Boolean> shut = new HashMap<>();

    ShutDoors(Management broker, String ownRole, String node) {
        this.broker = broker;
        this.ownRole = ownRole;
        this.mark = MARK + node.replace(',', '_').trim();
    }

    /** What is to be shut is looked at each time, since an administrator may have changed it; the rest only if it was, or may be, shut. */
    void bring(Iterable<String> channels, Predicate<String> wanted) throws Exception {
        for (String channel : channels) {
            boolean isWanted = wanted.test(channel);
            if (isWanted || shut.getOrDefault(channel, true)) {
                bring(channel, isWanted);
                shut.put(channel, isWanted);
            }
        }
    }

    private void bring(String channel, boolean wanted) throws Exception {
        List<JsonNode> roles = new ArrayList<>();
        broker.json("getRolesAsJSON", channel).forEach(roles::add);
        List<String> marks = new ArrayList<>(
                roles.stream().map(ShutDoors::name).filter(ShutDoors::isMark).toList());
        if (marks.contains(mark) == wanted) {
            return;
        }
        if (wanted) {
            marks.add(mark);
        } else {
            marks.remove(mark);
        }
        if (marks.isEmpty()) {
            broker.call("removeSecuritySettings", channel);
        } else {
            write(channel, roles, marks);
        }
        log.atInfo()
                .addKeyValue("channel", channel)
                .log(wanted ? "shut to programs at the broker" : "not shut to programs at the broker any more");
    }

    private void write(String channel, List<JsonNode> roles, List<String> marks) throws Exception {
        broker.call(
                "addSecuritySettings",
                channel,
                ownRole,
                having(roles, "consume", List.of()),
                having(roles, "createDurableQueue", List.of()),
                having(roles, "deleteDurableQueue", List.of()),
                having(roles, "createNonDurableQueue", List.of()),
                having(roles, "deleteNonDurableQueue", List.of()),
                having(roles, "manage", List.of()),
                having(roles, "browse", marks),
                having(roles, "createAddress", List.of()),
                having(roles, "deleteAddress", List.of()));
    }

    private static String having(List<JsonNode> roles, String permission, List<String> more) {
        List<String> names = new ArrayList<>(more);
        roles.stream()
                .filter(role -> role.path(permission).asBoolean() && !isMark(name(role)))
                .map(ShutDoors::name)
                .forEach(names::add);
        return String.join(",", names);
    }

    private static boolean isMark(String role) {
        return role.startsWith(MARK);
    }

    private static String name(JsonNode role) {
        return role.path("name").asText();
    }
}
