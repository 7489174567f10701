package dev.privateregistry.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of packages in ARCHITECTURE.md. */
class ArchitectureTest {
  private static final String ROOT = "dev.privateregistry.operator";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @ParameterizedTest(name = "{0} may use {1}")
  @CsvSource({
    "reconcile, acme api decide apply observe",
    "acme, decide tls",
    "observe, api decide desired exposure",
    "apply, api decide",
    "decide, api credentials exposure tls",
    "desired, api",
    "exposure, api",
    "tls, ''",
    "credentials, ''",
    "api, ''",
    "crd, api",
    "chart, crd",
  })
  void shouldDependDownwardOnly(String name, String allowed) {
    String[] below =
        Stream.concat(Stream.of(name), Arrays.stream(allowed.split(" ")))
            .filter(part -> !part.isEmpty())
            .map(part -> ROOT + "." + part + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(below).or(not(resideInAnyPackage(ROOT + ".."))))
        .check(CLASSES);
  }

  @Test
  void shouldUseAcmeAndDnsLibrariesInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".acme..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.shredzone..", "org.xbill..")
        .check(CLASSES);
  }

  @Test
  void shouldKeepTheFrameworkOutOfTheCore() {
    noClasses()
        .that()
        .resideInAnyPackage(packages("decide", "desired", "exposure", "tls", "credentials", "api"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.javaoperatorsdk..", "io.fabric8.kubernetes.client.dsl..", "java.net..")
        .check(CLASSES);
  }

  @Test
  void shouldDecideWithoutClockAndRandomness() {
    noClasses()
        .that()
        .resideInAnyPackage(packages("decide", "desired", "exposure"))
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.security.SecureRandom")
        .check(CLASSES);
  }

  private static String[] packages(String... names) {
    return List.of(names).stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
  }
}
