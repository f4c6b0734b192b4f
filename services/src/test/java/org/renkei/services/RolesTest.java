package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;

/** Every operation of the contract, asked for by everybody (D9). The contract comes from the server, so that none is forgotten. */
class RolesTest {
    /** Refused with 400 before anything is done, but only after the role has been looked at. */
    private static final String HARMLESS = "?there-is-no-such-parameter=1";

    private static final Map<String, Set<Role>> MAY = Map.of(
            "any", Set.of(Role.CLIENT, Role.VIEW, Role.OPERATE, Role.ADMINISTER),
            "view", Set.of(Role.VIEW, Role.OPERATE, Role.ADMINISTER),
            "client", Set.of(Role.CLIENT, Role.OPERATE, Role.ADMINISTER),
            "operate", Set.of(Role.OPERATE, Role.ADMINISTER),
            "administer", Set.of(Role.ADMINISTER));

    @TempDir
    private static Path directory;

    private static ServerFixture server;
    private static ApiServer api;
    private static JsonNode contract;
    private static final Map<Role, String> PASSWORDS = new LinkedHashMap<>();

    private record Operation(String method, String path, String role) {}

    @BeforeAll
    static void start() throws Exception {
        server = new ServerFixture(directory);
        Users users =
                Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile());
        for (Role role : Role.values()) {
            PASSWORDS.put(role, users.add(name(role), Set.of(role)));
        }
        server.start();
        api = new ApiServer(server.server().runFile().httpUrl());
        contract = new ObjectMapper()
                .readTree(server.asToken("GET", "/openapi.json", "").body());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    List<DynamicTest> shouldLetEachRoleDoWhatItMayAndNoMore() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Operation operation : operations()) {
            if (!operation.role().equals("nobody")) {
                tests.add(DynamicTest.dynamicTest(
                        operation.method() + " " + operation.path(), () -> checkRoles(operation)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(40);
        return tests;
    }

    private static void checkRoles(Operation operation) {
        String path = operation.path() + HARMLESS;
        assertThat(api.send(operation.method(), path, "").statusCode())
                .as("nobody")
                .isEqualTo(401);
        for (Role role : Role.values()) {
            String password = ApiServer.basic(name(role), PASSWORDS.get(role));
            assertThat(api.send(operation.method(), path, "", "Authorization", password)
                            .statusCode())
                    .as(role + " for " + operation.role())
                    .isEqualTo(MAY.get(operation.role()).contains(role) ? 400 : 403);
        }
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        String root = contract.at("/servers/0/url").asText();
        contract.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> !method.getKey().equals("parameters"))
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT),
                                root + path.getKey().replaceAll("\\{\\w+}", "any"),
                                method.getValue().path("x-role").asText()))));
        return operations;
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
