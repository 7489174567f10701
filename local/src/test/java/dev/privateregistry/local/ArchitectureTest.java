package dev.privateregistry.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the module to its table in ARCHITECTURE.md. */
class ArchitectureTest {
  private static final String ROOT = "dev.privateregistry.local.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.privateregistry.local");

  @ParameterizedTest
  @CsvSource({
    "check, app",
    "check, node",
    "check, kube",
    "node, app",
    "node, check",
    "node, kube",
    "kube, app",
    "kube, check",
    "kube, node"
  })
  void shouldDependDownwardOnly(String from, String to) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + from + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + to + "..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({"node", "kube"})
  void shouldNotKnowTheOperator(String from) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + from + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.privateregistry.operator..")
        .check(CLASSES);
  }

  @Test
  void shouldKnowOfTheOperatorItsResourceAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.privateregistry.local..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.privateregistry.operator.app..",
            "dev.privateregistry.operator.decide..",
            "dev.privateregistry.operator.reconcile..",
            "dev.privateregistry.operator.apply..")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCyclesBetweenItsParts() {
    slices().matching("dev.privateregistry.local.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
