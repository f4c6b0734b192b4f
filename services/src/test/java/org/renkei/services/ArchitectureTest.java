package org.renkei.services;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which way the arrows of the house point. */
class ArchitectureTest {
    private static final String DATABASE = "org.renkei.database..";
    private static final String BROKER = "org.renkei.broker..";
    private static final String TRACKING = "org.renkei.tracking..";
    private static final String ROUTES = "org.renkei.routes..";
    private static final String SERVICES = "org.renkei.services..";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.renkei");

    @Test
    void shouldShowArtemisToTheBrokerOnly() {
        shouldNotSee(new String[] {TRACKING, ROUTES, SERVICES}, "org.apache.activemq..");
    }

    @Test
    void shouldShowCamelToTheRoutesOnly() {
        shouldNotSee(new String[] {BROKER, TRACKING, SERVICES}, "org.apache.camel..");
    }

    @Test
    void shouldKeepSqlInTrackingAndBroker() {
        shouldNotSee(new String[] {ROUTES, SERVICES}, "java.sql..", "javax.sql..");
    }

    @Test
    void shouldPointDownOnly() {
        shouldNotSee(new String[] {DATABASE}, BROKER, TRACKING, ROUTES, SERVICES);
        shouldNotSee(new String[] {BROKER}, TRACKING, ROUTES, SERVICES);
        shouldNotSee(new String[] {TRACKING}, BROKER, ROUTES, SERVICES);
        shouldNotSee(new String[] {ROUTES}, SERVICES);
    }

    private static void shouldNotSee(String[] packages, String... hidden) {
        noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(hidden)
                .check(HOUSE);
    }
}
