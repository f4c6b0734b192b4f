package org.renkei.broker.external;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doors of channels at one broker, as long as the connection to it holds. For one thread. */
final class ShutDoors {

    private static final Logger log = LoggerFactory.getLogger(ShutDoors.class);
    private static final String SHUT = "renkei-shut:";
    private static final String TABLE = "renkei-table";

    private final Management broker;
    private final String ownRole;
    private final String mark;
    private final Map<String, Boolean> shut = new HashMap<>();

    ShutDoors(Management broker, String ownRole, String node) {
        this.broker = broker;
        this.ownRole = ownRole;
        this.mark = SHUT + node.replace(',', '_').trim();
    }

    /**
     * What is to be shut is looked at each time, since an administrator may have changed it; the rest only if it was, or may be, shut.
     *
     * @param tables whether only Renkei receives from a channel
     */
    void bring(Iterable<String> channels, Predicate<String> wanted, Predicate<String> tables) throws Exception {
        for (String channel : channels) {
            boolean isWanted = wanted.test(channel);
            if (isWanted || shut.getOrDefault(channel, true)) {
                bring(channel, isWanted, tables.test(channel));
                shut.put(channel, isWanted);
            }
        }
    }

    private void bring(String channel, boolean wanted, boolean table) throws Exception {
        List<JsonNode> roles = roles(channel);
        Set<String> known =
                roles.stream().map(ShutDoors::name).filter(ShutDoors::isMark).collect(Collectors.toSet());
        Set<String> marks = new TreeSet<>(known);
        put(marks, mark, wanted);
        put(marks, TABLE, table);
        if (marks.equals(known)) {
            return;
        }
        boolean opens = isShut(known) && !isShut(marks) || known.contains(TABLE) && !table;
        if (opens) {
            broker.call("removeSecuritySettings", channel);
            roles = roles(channel);
        }
        if (!marks.isEmpty()) {
            write(channel, roles, marks);
        }
        if (known.contains(mark) != wanted) {
            log.atInfo()
                    .addKeyValue("channel", channel)
                    .log(wanted ? "shut to programs at the broker" : "not shut to programs at the broker any more");
        }
    }

    private List<JsonNode> roles(String channel) throws Exception {
        List<JsonNode> roles = new ArrayList<>();
        broker.json("getRolesAsJSON", channel).forEach(roles::add);
        return roles;
    }

    private static void put(Set<String> marks, String mark, boolean wanted) {
        if (wanted) {
            marks.add(mark);
        } else {
            marks.remove(mark);
        }
    }

    private void write(String channel, List<JsonNode> roles, Set<String> marks) throws Exception {
        broker.call(
                "addSecuritySettings",
                channel,
                isShut(marks) ? ownRole : having(roles, "send", Set.of()),
                marks.contains(TABLE) ? ownRole : having(roles, "consume", Set.of()),
                having(roles, "createDurableQueue", Set.of()),
                having(roles, "deleteDurableQueue", Set.of()),
                having(roles, "createNonDurableQueue", Set.of()),
                having(roles, "deleteNonDurableQueue", Set.of()),
                having(roles, "manage", Set.of()),
                having(roles, "browse", marks),
                having(roles, "createAddress", Set.of()),
                having(roles, "deleteAddress", Set.of()));
    }

    private static String having(List<JsonNode> roles, String permission, Set<String> more) {
        List<String> names = new ArrayList<>(more);
        roles.stream()
                .filter(role -> role.path(permission).asBoolean() && !isMark(name(role)))
                .map(ShutDoors::name)
                .forEach(names::add);
        return String.join(",", names);
    }

    private static boolean isMark(String role) {
        return role.startsWith(SHUT) || role.equals(TABLE);
    }

    private static boolean isShut(Set<String> marks) {
        return marks.stream().anyMatch(role -> role.startsWith(SHUT));
    }

    private static String name(JsonNode role) {
        return role.path("name").asText();
    }
}
