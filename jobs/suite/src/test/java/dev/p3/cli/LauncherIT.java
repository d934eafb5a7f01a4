package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import dev.p3.Mounted;
import dev.p3.profile.Profiled;
import dev.p3.profile.model.RunProfile;
import dev.p3.run.BuildInfo;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher, in processes of its own. */
class LauncherIT {
  private static final int KILLED = 137;
  private static final String BUILD = "jobs/launcher/build";

  @TempDir private Path directory;

  @Test
  void runsFromAnyDirectoryThroughASymbolicLinkWithSpacesInPathsAndPrintsOnlyRows()
      throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("some where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("p 3"), Launched.ROOT.resolve("p3"));
    Files.writeString(elsewhere.resolve("a text.txt"), "rose is a rose\n");
    Launched run =
        Launched.start(
            elsewhere,
            Map.of("P3_BUILD", "never"),
            List.of(link, "run", "word-count", "--in", "a text.txt", "--out", "-"));
    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(run.output().lines())
        .containsExactlyInAnyOrder("token,count", "rose,2", "is,1", "a,1");
  }

  @Test
  void saysTheSameOfItselfTheFirstTimeAndLater() throws Exception {
    String said = CommandLineFixture.p3("describe", "top").output();
    Path p3 = Launched.ROOT.resolve("p3");
    for (String options : List.of("", "", Launched.SHORT_LIVED)) { // the last is not kept
      Launched described =
          Launched.start(
              directory,
              Map.of("P3_BUILD", "never", "P3_JAVA_OPTS", options),
              List.of(p3, "describe", "top"));
      assertThat(described.exitCode()).as(described.messages()).isZero();
      assertThat(described.output()).isEqualTo(said);
    }
  }

  /** The jar has but a part of ICU's data; such a locale needs more of it than others. */
  @Test
  void theJarFindsTheWordsOfScriptsWithoutSpacesAndFoldsCaseInAnyLocale() throws Exception {
    Files.writeString(
        directory.resolve("scripts.txt"),
        """
        ภาษาไทยสวัสดีครับ
        ສະບາຍດີພາສາລາວ
        ភាសាខ្មែរសួស្តី
        မြန်မာဘာသာစကား
        我是中国人民
        私は日本人です
        ﾃﾞｰﾀ カタカナ 한국어 हिन्दी
        Straße STRASSE ΣΊΣΥΦΟΣ 𐐀𐐨 👍 ½ 1,000.5 can’t
        """);
    Launched run =
        Launched.start(
            directory,
            Map.of(
                "P3_BUILD",
                "never",
                "P3_JAVA_OPTS",
                Launched.SHORT_LIVED + " -Duser.language=th -Duser.country=TH -Duser.variant=TH"),
            List.of(
                Launched.ROOT.resolve("p3"),
                "run",
                "word-count",
                "--tokens",
                "words",
                "--in",
                "scripts.txt",
                "--out",
                "-"));
    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(run.output().lines())
        .containsExactlyInAnyOrder(
            "token,count",
            "ภาษา,1",
            "ไทย,1",
            "สวัสดี,1",
            "ครับ,1",
            "ສະບາຍດີ,1",
            "ພາສາ,1",
            "ລາວ,1",
            "ភាសាខ្មែរ,1",
            "សួស្តី,1",
            "မြန်မာဘာသာ,1",
            "စကား,1",
            "我是,1",
            "中国,1",
            "人民,1",
            "私,1",
            "は,1",
            "日本人,1",
            "です,1",
            "ﾃﾞｰﾀ,1",
            "カタカナ,1",
            "한국어,1",
            "हिन्दी,1",
            "strasse,2",
            "σίσυφοσ,1",
            "𐐨𐐨,1",
            "\"1,000.5\",1",
            "can’t,1");
  }

  @Test
  void passesTheExitCodeOnAndSaysWhatIsWrong() throws Exception {
    Launched run = Launched.p3(directory, "run", "word-count", "--in", "nothing-here.txt");
    assertThat(run.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(run.messages()).contains("nothing-here.txt").doesNotContain("\tat ");
    assertThat(run.output()).isEmpty();
  }

  @Test
  void executorsInOtherProcessesGiveTheSameRows() throws Exception {
    Launched local = wordCount("local");
    Launched cluster = wordCount("local-cluster[2,1,1024]");
    assertThat(cluster.exitCode()).as(cluster.messages()).isZero();
    assertThat(local.exitCode()).as(local.messages()).isZero();
    assertThat(cluster.output().lines().sorted())
        .hasSizeGreaterThan(30_000)
        .containsExactlyElementsOf(local.output().lines().sorted().toList());
  }

  @Test
  void reusesAnOutputWithoutStartingSpark() throws Exception {
    Path output = directory.resolve("best.csv");
    Object[] words = {
      "run", "top", "--by", "delay", "--group", "origin", "--k", "3", "--out", output, "--reuse"
    };
    Launched first = Launched.p3(directory, words);
    assertThat(first.exitCode()).as(first.messages()).isZero();
    assertThat(first.messages()).contains("681 rows written");

    // No session can start with this.
    Launched second =
        Launched.p3(
            directory,
            Stream.concat(
                    Stream.of(words), Stream.of("--conf", "spark.driver.bindAddress=192.0.2.1"))
                .toArray());
    assertThat(second.exitCode()).as(second.messages()).isZero();
    assertThat(second.messages()).contains("reused " + output, "681 rows");
  }

  @Test
  void aRunThatDiscoversGivesItsRowsAndAModule() throws Exception {
    Launched run =
        Launched.p3(
            directory,
            "run",
            "word-count",
            "--top",
            "1",
            "--tokens",
            "whitespace",
            "--out",
            "-",
            "--discover-kryo",
            "Found.java");
    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(run.output()).isEqualTo("token,count\nthe,13434\n");
    assertThat(run.messages())
        .contains("Every class that the run handed to Kryo is registered.", "Found.java");
    assertThat(directory.resolve("Found.java")).content().contains("public final class Found ");
  }

  @Test
  void controlCEndsARunAndLeavesNothingButItsProfile(@TempDir Path profile) throws Exception {
    Launched run = longRun("--profile=" + profile);
    assertThat(run.signal("INT")).isZero();
    assertThat(run.exitCode()).as(run.messages()).isEqualTo(Launched.INTERRUPTED);
    assertThat(run.messages()).contains("interrupted").doesNotContain("\tat ");
    assertThat(filesLeft("nothing")).isEmpty();
    try (InputStream file = Files.newInputStream(profile.resolve(Profiled.JSON))) {
      assertThat(RunProfile.readFrom(file).application().status()).isEqualTo("interrupted");
    }
    assertThat(profile.resolve("profile.html")).isNotEmptyFile();
  }

  @Test
  void aKilledRunLeavesNoOutputAndTheNextRunTidiesUp() throws Exception {
    Launched run = longRun();
    assertThat(run.signal("KILL")).isZero();
    assertThat(run.exitCode()).isEqualTo(KILLED);
    assertThat(directory.resolve("counts.csv")).doesNotExist();

    Files.writeString(directory.resolve("small.txt"), "a rose\n");
    Launched next =
        Launched.p3(directory, "run", "word-count", "--in", "small.txt", "--out", "counts.csv");
    assertThat(next.exitCode()).as(next.messages()).isZero();
    // A process that was killed cannot delete Spark's own temporary directories.
    assertThat(filesLeft("blockmgr-.*|spark-.*")).containsExactly("counts.csv");
    assertThat(directory.resolve("counts.csv/_SUCCESS")).exists();
  }

  @Test
  void aFullDiskIsSaidAndLeavesNoOutput() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    try (var ignored = Mounted.inMemory(disk, "200k")) {
      Launched run =
          Launched.p3(
              directory,
              "run",
              "word-count",
              "--tokens",
              "whitespace",
              "--out",
              "csv:" + disk.resolve("counts"));
      assertThat(run.exitCode()).isEqualTo(CommandLineApp.FAILED);
      assertThat(run.messages()).contains("disk is full").doesNotContain("\tat ");
      try (Stream<Path> left = Files.list(disk)) {
        assertThat(left).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "spark-core_2.12-3.2.1.jar, Set it to an installation of Spark",
    "spark-core_2.13-4.1.0.jar, Set P3_LINE=spark4.1_2.13 too",
    "spark-core_2.12-3.5.6.jar, Set P3_LINE=spark3.5_2.12 too",
  })
  void aSparkHomeOfAnotherLineIsRefused(String core, String remedy) throws Exception {
    String own = "spark-core_%s-%s.".formatted(BuildInfo.scalaVersion(), BuildInfo.sparkLine());
    Assumptions.assumeFalse(core.startsWith(own));
    Path home = directory.resolve("spark");
    Files.createDirectories(home.resolve("jars"));
    Files.createFile(home.resolve("jars").resolve(core));
    Launched run =
        Launched.start(
            directory,
            Map.of("P3_BUILD", "never", "SPARK_HOME", home.toString()),
            List.of(Launched.ROOT.resolve("p3"), "run", "word-count"));
    assertThat(run.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(run.messages())
        .contains(core.replaceFirst(".*-(.*)\\.jar", "$1"), remedy)
        .contains(BuildInfo.sparkLine(), BuildInfo.scalaVersion());
  }

  @Test
  void theUsersOwnSparkStartsFromAnArchiveOfItsOwnUnlessItsScriptsDoMore() throws Exception {
    Path home = Files.createDirectory(directory.resolve("own"));
    Files.createSymbolicLink(home.resolve("jars"), Launched.SPARK_HOME.resolve("jars"));
    Path bin = Files.createDirectory(home.resolve("bin"));
    for (String script : List.of("spark-submit", "spark-class")) {
      Files.copy(Launched.SPARK_HOME.resolve("bin").resolve(script), bin.resolve(script));
    }
    assertThat(runOn(home, "before")).doesNotContain("shared objects file (top)");
    List<Path> others = archives();
    try {
      Launched recording =
          Launched.start(
              directory, ownSpark(home, ""), List.of(Launched.ROOT.resolve(BUILD), "run"));
      assertThat(recording.exitCode()).as(recording.messages()).isZero();
      assertThat(archives()).hasSize(others.size() + 1);
      assertThat(runOn(home, "after")).contains("shared objects file (top)");

      Files.createDirectory(home.resolve("conf"));
      Files.writeString(home.resolve("conf/spark-env.sh"), "echo heeded >&2\n");
      assertThat(runOn(home, "scripts")).doesNotContain("shared objects file (top)");
      assertThat(directory.resolve("scripts.err")).content().contains("heeded");
    } finally {
      for (Path archive : archives()) {
        if (!others.contains(archive)) {
          Files.delete(archive);
        }
      }
    }
  }

  /** Counts the words of a line on this Spark, and tells where the classes came from. */
  private String runOn(Path home, String name) throws Exception {
    Path text = Files.writeString(directory.resolve("line.txt"), "a rose is a rose\n");
    Path loads = directory.resolve(name + ".loads");
    Launched run =
        Launched.start(
            directory,
            ownSpark(home, " -Xlog:class+load:file=" + loads),
            List.of(Launched.ROOT.resolve("p3"), "run", "word-count", "--in", text, "--out", "-"));
    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(run.output().lines())
        .containsExactlyInAnyOrder("token,count", "rose,2", "is,1", "a,2");
    Files.writeString(directory.resolve(name + ".err"), run.messages());
    return Files.readString(loads);
  }

  private static Map<String, String> ownSpark(Path home, String options) {
    return Map.of(
        "P3_BUILD",
        "never",
        "SPARK_HOME",
        home.toString(),
        "P3_JAVA_OPTS",
        Launched.SHORT_LIVED + options);
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> kept = Files.list(Launched.ROOT.resolve(".p3"))) {
      return kept.filter(file -> file.getFileName().toString().matches("home-.*\\.jsa")).toList();
    }
  }

  private Launched wordCount(String target) throws IOException {
    return Launched.p3(
        directory, "run", "word-count", "--tokens", "whitespace", "--out", "-", "--target", target);
  }

  /** A run that writes for longer than the test waits. */
  private Launched longRun(Object... more) throws Exception {
    Path text = Files.createDirectory(directory.resolve("text")).resolve("large.txt");
    try (BufferedWriter lines = Files.newBufferedWriter(text)) {
      for (int i = 0; i < 6_000_000; i++) {
        lines.write("token" + i + " of a long text\n");
      }
    }
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Launched run =
        Launched.p3(
            directory,
            Stream.concat(
                    Stream.of(
                        "run",
                        "word-count",
                        "--in",
                        text,
                        "--out",
                        "counts.csv",
                        "--conf",
                        "spark.local.dir=" + temporary),
                    Stream.of(more))
                .toArray());
    // The work has begun when Spark has made its temporary directories and written to them.
    Hanging.until("Spark's temporary files", () -> !run.process().isAlive() || !isEmpty(temporary));
    assertThat(run.process().isAlive()).as(run.messages()).isTrue();
    return run;
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.noneMatch(file -> file.getFileName().toString().startsWith("temp_shuffle"));
    }
  }

  /** What stands in the directory besides the test's own files; all of it, hidden files too. */
  private List<String> filesLeft(String tolerated) throws IOException {
    try (Stream<Path> files =
        Stream.concat(Files.list(directory), Files.list(directory.resolve("tmp")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.matches("text|tmp|small.txt|std(out|err).*\\.log|" + tolerated))
          .toList();
    }
  }
}
