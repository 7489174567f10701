package dev.privateregistry.local.kube;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class KubeArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.privateregistry.local.kube");

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    slices()
        .matching("dev.privateregistry.local.kube.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void shouldUseNothingElseOfThisProject() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.privateregistry.operator..",
            "dev.privateregistry.registry..",
            "dev.privateregistry.local.app..",
            "dev.privateregistry.local.check..",
            "dev.privateregistry.local.node..")
        .check(CLASSES);
  }

  @Test
  void shouldKeepHttpInItsPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.privateregistry.local.kube.http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sun.net.httpserver..")
        .check(CLASSES);
  }
}
