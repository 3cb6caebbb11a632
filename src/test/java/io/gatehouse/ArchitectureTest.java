package io.gatehouse;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.gatehouse.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Conditional;

/** The structure: which package may use which, and what no class may do. */
class ArchitectureTest {

  private static final Path SOURCES = Path.of("src/main/java");

  private static final JavaClasses GATEHOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // What Spring wrote at the end of the build.
          .withImportOption(place -> !place.matches(Pattern.compile(".*__[^/]*\\.class")))
          .importPackages("io.gatehouse");

  /** Every package, and the packages that it may use. */
  @ParameterizedTest
  @CsvSource({
    "webhook,     ''",
    "settings,    ''",
    "tracing,     settings",
    "sources,     webhook settings",
    "auth,        webhook settings",
    "decryption,  webhook settings",
    "events,      webhook settings tracing",
    "broker,      settings",
    "database,    settings",
    "httpclient,  settings",
    "delivery,    webhook settings events httpclient broker database tracing",
    "registration, settings httpclient database",
    "local,       ''",
    "intake,      webhook settings events broker tracing",
    "routes.validation, webhook settings broker",
    "routes.deployment, webhook settings broker routes.validation",
    "web,         webhook settings sources auth intake tracing",
    "admin,       webhook settings broker intake",
    "tools.simulation, settings",
    "tools.diagrams, settings broker routes.validation",
    "tools.contract, settings broker tools.diagrams",
    "tools.cli,   settings events routes.validation tools.simulation tools.diagrams tools.contract",
  })
  void dependenciesGoOneWay(String name, String uses) {
    String own = "io.gatehouse." + name + "..";
    String[] allowed =
        Stream.concat(
                Stream.of(own),
                Arrays.stream(uses.split(" "))
                    .filter(used -> !used.isEmpty())
                    .map(used -> "io.gatehouse." + used + ".."))
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.gatehouse..").and(not(resideInAnyPackage(allowed))))
        .check(GATEHOUSE);
  }

  @Test
  void everyPackageIsInTheTableAbove() {
    assertThat(GATEHOUSE.stream().map(JavaClass::getPackageName).distinct())
        .containsOnly(
            "io.gatehouse",
            "io.gatehouse.webhook",
            "io.gatehouse.settings",
            "io.gatehouse.tracing",
            "io.gatehouse.sources",
            "io.gatehouse.auth",
            "io.gatehouse.decryption",
            "io.gatehouse.events",
            "io.gatehouse.broker",
            "io.gatehouse.database",
            "io.gatehouse.httpclient",
            "io.gatehouse.delivery",
            "io.gatehouse.local",
            "io.gatehouse.registration",
            "io.gatehouse.intake",
            "io.gatehouse.routes.validation",
            "io.gatehouse.routes.deployment",
            "io.gatehouse.web",
            "io.gatehouse.admin",
            "io.gatehouse.tools.simulation",
            "io.gatehouse.tools.diagrams",
            "io.gatehouse.tools.contract",
            "io.gatehouse.tools.cli");
  }

  @Test
  void whatServesNeverUsesTheTools() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.gatehouse.tools..")
        .and()
        .doNotHaveFullyQualifiedName(Gatehouse.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.gatehouse.tools..")
        .check(GATEHOUSE);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("io.gatehouse.(**)").should().beFreeOfCycles().check(GATEHOUSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"util", "utils", "common", "helper", "manager", "processor", "impl"})
  void noPackageIsNamedAfterALayerOrAfterNothing(String name) {
    noClasses().should().resideInAPackage(".." + name + "..").check(GATEHOUSE);
  }

  @ParameterizedTest
  @MethodSource("packageFolders")
  void everyPackageSaysWhatItIsFor(Path folder) {
    assertThat(folder.resolve("package-info.java")).content().startsWith("/**\n");
  }

  static Stream<Path> packageFolders() throws IOException {
    return sources().map(Path::getParent).distinct();
  }

  @Test
  void nobodyUsesTheLoggingOfTheJavaPlatform() {
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(GATEHOUSE);
  }

  @Test
  void nobodyPrints() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(GATEHOUSE);
  }

  @Test
  void nothingIsInjectedIntoFieldsOrSetters() {
    noFields().should().beAnnotatedWith(Autowired.class).check(GATEHOUSE);
    noFields().should().beAnnotatedWith(Value.class).check(GATEHOUSE);
    noMethods().should().beAnnotatedWith(Autowired.class).check(GATEHOUSE);
  }

  @Test
  void noBeanDependsOnAConditionWhichTheBuildWouldDecide() {
    noClasses().should().beMetaAnnotatedWith(Conditional.class).check(GATEHOUSE);
    noMethods().should().beMetaAnnotatedWith(Conditional.class).check(GATEHOUSE);
  }

  @Test
  void noJsonCanChooseTheClassThatItBecomes() {
    noClasses()
        .should()
        .callMethodWhere(
            target(
                describe(
                    "turns on default typing",
                    called -> called.getName().toLowerCase(Locale.ROOT).contains("defaulttyping"))))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(JsonTypeInfo.class)
        .check(GATEHOUSE);
  }

  @Test
  void secretsAreNeverComparedInATimeThatTellsAboutThem() {
    classes()
        .that()
        .resideOutsideOfPackage("io.gatehouse.settings")
        .should(compareNoSecretWithEquals())
        .check(GATEHOUSE);
  }

  private static ArchCondition<JavaClass> compareNoSecretWithEquals() {
    Set<String> comparisons =
        Set.of("equals", "equalsIgnoreCase", "compareTo", "contentEquals", "contains", "matches");
    Set<String> owners =
        Stream.of(String.class, Object.class, Objects.class, Arrays.class, List.class)
            .map(Class::getName)
            .collect(Collectors.toSet());
    return new ArchCondition<>("compare no secret with equals") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaCodeUnit method : type.getCodeUnits()) {
          Set<JavaMethodCall> calls = method.getMethodCallsFromSelf();
          boolean readsASecret =
              calls.stream()
                  .anyMatch(
                      call ->
                          call.getTargetOwner().isEquivalentTo(Secret.class)
                              && call.getName().equals("values"));
          calls.stream()
              .filter(call -> readsASecret)
              .filter(call -> comparisons.contains(call.getName()))
              .filter(call -> owners.contains(call.getTargetOwner().getName()))
              .map(call -> SimpleConditionEvent.violated(call, call.getDescription()))
              .forEach(events::add);
        }
      }
    };
  }

  static Stream<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    }
  }
}
