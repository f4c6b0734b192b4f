package org.renkei.services;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which way the arrows of the house point. */
class ArchitectureTest {
    private static final String CLIENT = "org.renkei.client..";
    private static final String DATABASE = "org.renkei.database..";
    private static final String BROKER = "org.renkei.broker..";
    private static final String TRACKING = "org.renkei.tracking..";
    private static final String ROUTES = "org.renkei.routes..";
    private static final String SERVICES = "org.renkei.services..";

    private static final String ENGINE_WITH_SQL =
            "org\\.renkei\\.routes\\.engine\\.(FlowEngine|JobDatabase|JobView|SharedTransaction|TrackingWriters)";

    /** What measures Renkei against a database without it. */
    private static final String PERF_WITH_SQL =
            "org\\.renkei\\.services\\.perf\\.(Rig|FlowPipeline|UntrackedChannels|BareTable(\\$.*)?)";

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

    /** Applications may have the connection of their message; the engine hands it over, and stores events on it. */
    @Test
    void shouldKeepSqlInTrackingBrokerAndApplications() {
        noClasses()
                .that()
                .resideInAnyPackage(ROUTES, SERVICES)
                .and()
                .resideOutsideOfPackages("org.renkei.routes.application..", "org.renkei.services.order..")
                .and()
                .haveNameNotMatching(ENGINE_WITH_SQL)
                .and()
                .haveNameNotMatching(PERF_WITH_SQL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(HOUSE);
    }

    @Test
    void shouldPointDownOnly() {
        shouldNotSee(new String[] {DATABASE}, BROKER, TRACKING, ROUTES, SERVICES);
        shouldNotSee(new String[] {BROKER}, TRACKING, ROUTES, SERVICES);
        shouldNotSee(new String[] {TRACKING}, BROKER, ROUTES, SERVICES);
        shouldNotSee(new String[] {ROUTES}, SERVICES);
    }

    /** It lies on the class path of other programs: nothing of ours comes with it, and nothing of ours is written with it. */
    @Test
    void shouldLetTheClientStandAlone() {
        classes()
                .that()
                .resideInAPackage(CLIENT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CLIENT, "java..", "jakarta.jms..")
                .check(HOUSE);
        shouldNotSee(new String[] {DATABASE, BROKER, TRACKING, ROUTES, SERVICES}, CLIENT);
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
