package dev.p3.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.p3.cli.Main;
import dev.p3.run.figures.ShuffledBytes;
import org.junit.jupiter.api.Test;

class BenchArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.p3.bench");

  /** What a user has, and the one counter that the tour uses as well. */
  private static final DescribedPredicate<JavaClass> DOORS =
      belongToAnyOf(Main.class, ShuffledBytes.class);

  private static final DescribedPredicate<JavaClass> SUITE =
      resideInAPackage("dev.p3..")
          .and(
              resideOutsideOfPackages(
                  "dev.p3.bench..",
                  "dev.p3.patterns..",
                  "dev.p3.record..",
                  "dev.p3.scope..",
                  "dev.p3.session..",
                  "dev.p3.transport..",
                  "dev.p3.udfs.."));

  @Test
  void ofTheSuiteOnlyThePatternsTheCommandLineAndItsCounterAreUsed() {
    assertThat(noUseOf(SUITE).evaluate(CLASSES).hasViolation()).isTrue();
    noUseOf(SUITE.and(DescribedPredicate.not(DOORS))).check(CLASSES);
  }

  @Test
  void benchmarksOfDifferentPartsAreIndependent() {
    slices().matching("dev.p3.bench.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  private static ArchRule noUseOf(DescribedPredicate<JavaClass> classes) {
    return noClasses().should().dependOnClassesThat(classes);
  }
}
