package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.cli.CommandLineFixture.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of other people's jars, as far as no session is needed; see {@link JobJarsIT}. */
class JobJarsTest {
  @TempDir private static Path directory;
  private static Path jar;

  @BeforeAll
  static void compile() throws IOException {
    jar = ExampleJar.in(directory);
  }

  @Test
  void aJobOfAJarIsListedAndDescribedBesideOurs() {
    assertThat(p3("list", "--jar", jar).output())
        .contains("| word-count |", "| sessions   |", "cuts the clicks of users into sessions");
    assertThat(p3("describe", "sessions", "--jar=" + jar).output())
        .contains("--gap", "minutes without a click", "./p3 run sessions --gap 30");
    assertThat(p3("run", "sessions", "--jar", jar, "--help").output()).contains("--gap");
    assertThat(p3("list").output()).doesNotContain("sessions");
  }

  @Test
  void aJobOfAJarHasNoFiguresOfScaleAndSaysSo() {
    Typed typed = p3("describe", "sessions", "--jar", jar, "--scale");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.outputLines())
        .containsExactly(
            "No figures of job 'sessions' were measured, so nothing is predicted of it.");
    assertThat(p3("describe", "--scale", "top").output())
        .isEqualTo(p3("describe", "top", "--scale").output())
        .contains("What breaks first, and what helps");
    assertThat(p3("describe", "sesions", "--scale").messages()).contains("Unknown job 'sesions'");
  }

  @Test
  void itsOptionsAreCheckedAsOursAre() {
    Typed typed =
        p3("run", "sessions", "--jar", jar, "--gap", "0", "--gaps", "3", "--in", "clickz=a.csv");

    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(typed.messages())
        .contains("Invalid --gap: 0 (must be 1 to 525600)", "--gaps", "Did you mean", "clickz")
        .doesNotContain("\tat ");
  }

  @Test
  void aFileThatIsNoJarIsRefused() {
    Path text = file(directory, "text.jar", "no jar\n");

    assertThat(p3("list", "--jar", text, "--jar", "nowhere.jar").messages())
        .contains(
            "Cannot read --jar '%s': it is no jar (must be a jar on this machine".formatted(text),
            "Cannot read --jar 'nowhere.jar': no such file");
  }

  @Test
  void aJobThatCannotBeLoadedAndOneOfOurNameAreToldAndTheOthersWork() throws IOException {
    Path services = Files.createDirectories(directory.resolve("broken/META-INF/services"));
    Files.writeString(services.resolve("dev.p3.job.PatternJob"), "example.NotThere\n");
    Path broken = ExampleJar.jar(directory.resolve("broken.jar"), directory.resolve("broken"));
    Path again = Files.copy(jar, directory.resolve("again.jar"));

    Typed typed = p3("list", "--jar", broken, "--jar", jar);
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.output()).contains("| sessions   |", "| top        |");
    assertThat(typed.messages())
        .contains(
            "Warning: Cannot load a job: dev.p3.job.PatternJob: Provider example.NotThere not found");
    assertThat(p3("list", "--jar", jar, "--jar", again).messages()).isEmpty();
  }

  @Test
  void aJobWhoseDescriptionLacksSomethingIsToldWithAllThatItLacks() throws IOException {
    Typed typed = listed("lacking", ".summary(\"lacks a pattern, a rule and more\").build()");

    assertThat(typed.output()).contains("| top        |");
    assertThat(typed.messages())
        .contains(
            "Provider Own could not be instantiated: Cannot describe job 'own': it has no pattern; it has no rule")
        .doesNotContain("another p3, Spark or Scala");
  }

  @Test
  void aJobThatWasBuiltForAnotherLineIsToldWithWhatItDoesNotFindHere() throws IOException {
    Typed typed = listed("linked", ".summary(Gone.text()).build()");

    assertThat(typed.output()).contains("| top        |");
    assertThat(typed.messages())
        .contains(
            "Provider Own could not be instantiated: ",
            "Gone; its jar was probably built for another p3, Spark or Scala than this one, which is for Spark ");
  }

  @Test
  void ofTwoJobsOfOneNameTheOneThatIsThereIsTakenAndBothAreNamed() throws IOException {
    Typed typed =
        listed(
            "twice",
            ".pattern(\"p\").rule(\"R.\").summary(\"s\").details(\"D.\")"
                + ".input(InputSpec.table(\"t\", \"t\").column(\"a\", \"INT\", \"a\").sample(\"sessions/clicks.csv\"))"
                + ".output(OutputSpec.output(\"o\", \"o\").column(\"a\", \"INT\", \"a\"))"
                + ".variant(\"v\", \"v\", (inputs, options, scopes) -> null).build()",
            "top");

    assertThat(typed.output())
        .contains("| top        | minimize   |")
        .doesNotContain("| top        | p ");
    assertThat(typed.messages()).contains("'top'", "Own in file:", "TopJob");
  }

  private static Typed listed(String folder, String description) throws IOException {
    return listed(folder, description, "own");
  }

  /** What lists the jobs beside one whose description goes on with this, in a jar without Gone. */
  private static Typed listed(String name, String description, String job) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(name));
    ExampleJar.withoutServices(
        folder,
        """
        import dev.p3.job.*;
        import example.sessions.*;

        public final class Own implements PatternJob<SessionsOptions, SessionsResult> {
          private static final JobDescription<SessionsOptions, SessionsResult> DESCRIPTION =
              JobDescription.<SessionsOptions, SessionsResult>of("%s", SessionsOptions.class)
                  %s;

          @Override
          public JobDescription<SessionsOptions, SessionsResult> description() {
            return DESCRIPTION;
          }
        }

        final class Gone {
          static String text() {
            return "gone";
          }
        }
        """
            .formatted(job, description));
    Files.delete(folder.resolve("classes/Gone.class"));
    Path services = Files.createDirectories(folder.resolve("more/META-INF/services"));
    Files.writeString(services.resolve("dev.p3.job.PatternJob"), "Own\n");
    return p3(
        "list",
        "--jar",
        ExampleJar.jar(
            folder.resolve("own-job.jar"), folder.resolve("classes"), folder.resolve("more")));
  }
}
