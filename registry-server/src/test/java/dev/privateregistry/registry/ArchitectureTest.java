package dev.privateregistry.registry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.privateregistry.registry.auth.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the packages to the table in ARCHITECTURE.md. */
class ArchitectureTest {
  private static final String ROOT = "dev.privateregistry.registry";
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** A request carries it, so whoever sees a request may see it. */
  private static final DescribedPredicate<JavaClass> WHO_ASKS =
      JavaClass.Predicates.assignableTo(Principal.class);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http.netty    | http
          http.handler  | http.router http auth blob catalog manifest notification storage domain error
          notification  | http domain
          http.router   | http domain error
          auth          | http error
          auth.rules    | auth domain
          auth.token    | auth http
          observe       | http storage
          gc            | catalog manifest blob storage domain error
          catalog       | manifest blob storage domain error
          blob          | storage domain error
          storage       | domain error
          storage.filesystem | storage domain error
          storage.memory | storage domain error
          manifest      | domain error
          config        | domain
          reload        |
          acme          |
          domain        |
          error         |
          """)
  void shouldDependOnNothingElse(String name, @Nullable String allowed) {
    DescribedPredicate<JavaClass> mayUse = inside(name);
    for (String other : allowed == null ? List.<String>of() : List.of(allowed.split(" "))) {
      mayUse = mayUse.or(inside(other));
      if (other.equals("http")) {
        mayUse = mayUse.or(WHO_ASKS);
      }
    }

    assertTrue(CODE.stream().anyMatch(inside(name)), name + " has no classes");
    classes()
        .that(inside(name))
        .should()
        .onlyDependOnClassesThat(mayUse.or(outsideOfTheProject()).as("its part of the table"))
        .check(CODE);
  }

  @Test
  void shouldKnowOfAuthenticationInHttpOnlyWhoAsks() {
    classes()
        .that(inside("http"))
        .should()
        .onlyDependOnClassesThat(inside("http").or(WHO_ASKS).or(outsideOfTheProject()))
        .check(CODE);
  }

  @Test
  void shouldUseNettyInOnePackage() {
    noClasses()
        .that(DescribedPredicate.not(inside("http.netty")))
        .should()
        .dependOnClassesThat(resideInAPackage("io.netty.."))
        .check(CODE);
  }

  @Test
  void shouldUseOpenTelemetryWhereRequestsAreObservedAndWired() {
    noClasses()
        .that(DescribedPredicate.not(inside("observe").or(inside("app"))))
        .should()
        .dependOnClassesThat(resideInAPackage("io.opentelemetry.."))
        .check(CODE);
  }

  @Test
  void shouldUseTheAcmeLibraryInOnePackage() {
    noClasses()
        .that(DescribedPredicate.not(inside("acme")))
        .should()
        .dependOnClassesThat(resideInAPackage("org.shredzone.."))
        .check(CODE);
  }

  @ParameterizedTest
  @CsvSource({"com.fasterxml.jackson.databind..", "org.yaml..", "picocli..", "ch.qos.logback.."})
  void shouldKeepLibrariesOutOfTheCore(String library) {
    noClasses()
        .that(inside("domain").or(inside("storage")).or(inside("http")).or(inside("blob")))
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .check(CODE);
  }

  @Test
  void shouldHaveNoClassesNamedForWhatTheyAreNot() {
    List<String> suffixes = List.of("Utils", "Util", "Helper", "Manager", "Impl");
    List<String> found =
        CODE.stream()
            .map(JavaClass::getSimpleName)
            .filter(name -> suffixes.stream().anyMatch(name::endsWith))
            .toList();

    assertTrue(found.isEmpty(), found.toString());
  }

  private static DescribedPredicate<JavaClass> inside(String name) {
    return resideInAPackage(ROOT + "." + name);
  }

  private static DescribedPredicate<JavaClass> outsideOfTheProject() {
    return DescribedPredicate.not(resideInAPackage(ROOT + ".."));
  }
}
