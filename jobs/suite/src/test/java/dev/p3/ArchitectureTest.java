package dev.p3;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final String PATTERNS = "dev.p3.patterns..";
  private static final String CLI = "dev.p3.cli..";
  private static final String REPORT = "dev.p3.report..";
  private static final String[] SUITE = {
    CLI,
    PATTERNS,
    REPORT,
    "dev.p3.run..",
    "dev.p3.console..",
    "dev.p3.tour..",
    "dev.p3.check..",
    "dev.p3.cluster..",
    "dev.p3.targets..",
    "dev.p3.doctor..",
    "dev.p3.verify..",
    "dev.p3.scale.."
  };
  private static final String[] PRINTING = {CLI, "dev.p3.run..", "dev.p3.console.."};
  private static final String[] LIBRARY = {
    "dev.p3.fault..",
    "dev.p3.table..",
    "dev.p3.record..",
    "dev.p3.scope..",
    "dev.p3.session..",
    "dev.p3.data..",
    "dev.p3.job..",
    "dev.p3.chart..",
    "dev.p3.profile..",
    "dev.p3.transport..",
    "dev.p3"
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("-tests.jar"))
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.p3");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.p3.record.Records",
        "dev.p3.scope.Scope",
        "dev.p3.session.P3Session",
        "dev.p3.data.connect.Sources",
        "dev.p3.job.PatternJob",
        "dev.p3.chart.Chart",
        "dev.p3.profile.Profile",
        "dev.p3.profile.judge.Rules",
        "dev.p3.report.Report",
        "dev.p3.patterns.mapreduce.WordCountJob",
        "dev.p3.patterns.scope.EnrichJob",
        "dev.p3.run.JobRunner",
        "dev.p3.cli.Main",
      })
  void everyPartIsLookedAt(String name) {
    assertThat(CLASSES.contain(name)).isTrue();
  }

  @Test
  void importsAreSeenWhereTheyAreAllowed() {
    assertThat(noImports("dev.p3.run..", CLI).evaluate(CLASSES).hasViolation()).isTrue();
    assertThat(noImports("dev.p3.scope..", "dev.p3.job..").evaluate(CLASSES).hasViolation())
        .isTrue();
    assertThat(
            noClasses()
                .that()
                .resideInAPackage(CLI)
                .should(ACCESS_STANDARD_STREAMS)
                .evaluate(CLASSES)
                .hasViolation())
        .isTrue();
  }

  @Test
  void patternsNeverImportEachOther() {
    slices().matching("dev.p3.patterns.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void noPackagesImportEachOther() {
    // Each package on its own; then each with those below it.
    slices().matching("dev.p3.(**)").should().beFreeOfCycles().check(CLASSES);
    slices().matching("dev.p3.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingImportsTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CLI)
        .check(CLASSES);
  }

  @Test
  void whatReadsAndWritesDataKnowsNothingOfJobs() {
    noImports("dev.p3.job..", "dev.p3.data..", "dev.p3.table..", "dev.p3.fault..").check(CLASSES);
  }

  @Test
  void kindsOfStorageNeverImportEachOther() {
    slices()
        .matching("dev.p3.data.(files|jdbc|kafka|installed)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void theLibraryNeverImportsTheSuite() {
    for (String part : SUITE) {
      noImports(part, LIBRARY).check(CLASSES);
    }
  }

  @Test
  void recordAndScopeImportNothingElseOfP3() {
    DescribedPredicate<JavaClass> otherP3 =
        JavaClass.Predicates.resideInAPackage("dev.p3..")
            .and(JavaClass.Predicates.resideOutsideOfPackages("dev.p3.record..", "dev.p3.scope.."));
    noClasses()
        .that()
        .resideInAnyPackage("dev.p3.record..", "dev.p3.scope..")
        .should()
        .dependOnClassesThat(otherP3)
        .check(CLASSES);
  }

  @Test
  void aReportKnowsNothingOfJobsOrSpark() {
    noClasses()
        .that()
        .resideInAPackage(REPORT)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage("dev.p3..", "org.apache.spark..")
                .and(JavaClass.Predicates.resideOutsideOfPackages(REPORT, "dev.p3.chart..")))
        .check(CLASSES);
  }

  @Test
  void aChartIsADescriptionAndKnowsTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("dev.p3.chart..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.p3.chart..", "java..")
        .check(CLASSES);
  }

  @Test
  void onlyTheRunnerPrints() {
    noClasses()
        .that()
        .resideOutsideOfPackages(PRINTING)
        .should(ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  @Test
  void nothingDependsOnTheLocaleOfTheMachine() {
    noClasses()
        .should()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .because("digits and letters would differ between machines; pass Locale.ROOT")
        .check(CLASSES);
  }

  @Test
  void patternsOpenNoSessionAndTouchNoStorage() {
    noClasses()
        .that()
        .resideInAPackage(PATTERNS)
        // Processes of transports meet at sockets and class paths that are files.
        .and()
        .resideOutsideOfPackage("dev.p3.patterns.transport")
        .should()
        .callMethod(SparkSession.class, "builder")
        .orShould()
        .callMethod(SparkSession.class, "read")
        .orShould()
        .callMethod(Dataset.class, "write")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "org.apache.hadoop.fs..", "dev.p3.session..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File|RandomAccessFile).*")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    for (String module : List.of("../library", ".", "../bench", "../../udfs", "../../notebooks")) {
      List<Path> packages = packages(Path.of(module, "src/main/java"));

      assertThat(packages)
          .isNotEmpty()
          .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
    }
  }

  /** {@code API.md} names every package, and those that it calls internal say so themselves. */
  @Test
  void everyPackageIsApiOrSaysThatItIsInternal() throws IOException {
    String page = Files.readString(Path.of("../../API.md"));
    String internal = page.substring(page.indexOf("Internal,"));
    for (String module : List.of("../library", "../testkit")) {
      Path sources = Path.of(module, "src/main/java");
      for (Path folder : packages(sources)) {
        String name = "`" + sources.relativize(folder).toString().replace('/', '.') + "`";
        boolean isInternal =
            Files.readString(folder.resolve("package-info.java")).contains("Internal: ");

        assertThat(page).contains(name);
        assertThat(internal.contains(name)).as(name).isEqualTo(isInternal);
      }
    }
  }

  private static ArchRule noImports(String of, String... by) {
    return noClasses()
        .that()
        .resideInAnyPackage(by)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(of);
  }

  private static List<Path> packages(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .toList();
    }
  }
}
