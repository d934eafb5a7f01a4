package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.console.StandardOutput;
import dev.p3.run.LocalDirectories;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a machine may lack is said in one line. */
class MachineTest {
  @TempDir Path folder;

  @Test
  void localDirectoriesOfWhichNoneCanBeMadeAreRefused() throws IOException {
    String none = Files.createFile(folder.resolve("file")) + "/x";
    SparkConf named = new SparkConf(false).set("spark.local.dir", none);

    assertThatThrownBy(() -> LocalDirectories.requireOne(named, Map.of()))
        .hasMessageContainingAll("Cannot use spark.local.dir=" + none, "--conf spark.local.dir=");
    assertThatThrownBy(() -> LocalDirectories.requireOne(named, Map.of("SPARK_LOCAL_DIRS", none)))
        .hasMessageContaining("Cannot use SPARK_LOCAL_DIRS=" + none);
    String both = none + "," + folder.resolve("new");
    assertThat(
            LocalDirectories.requireOne(
                new SparkConf(false).set("spark.local.dir", both), Map.of()))
        .hasSize(2);
  }

  @Test
  void wordsThatTheJvmCouldNotReadAreRefused() {
    assertThatThrownBy(
            () -> ParsedArguments.requireDecoded(List.of("run", "\uFFFD.csv"), "ANSI_X3.4-1968"))
        .hasMessageContainingAll("'\uFFFD.csv'", "ANSI_X3.4-1968", "LC_ALL=C.UTF-8");
    assertThatCode(() -> ParsedArguments.requireDecoded(List.of("\uFFFD", "é"), "UTF-8"))
        .doesNotThrowAnyException();
    assertThatCode(() -> ParsedArguments.requireDecoded(List.of("run"), "ANSI_X3.4-1968"))
        .doesNotThrowAnyException();
  }

  @Test
  void standardOutputThatCannotBeWrittenIsSaidUnlessItsReaderHasReadEnough() {
    assertThat(messagesOfList("No space left on device"))
        .isEqualTo("p3: Cannot write to standard output: No space left on device\n");
    assertThat(messagesOfList("Broken pipe")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "mr-IN", "tr-TR"})
  void rowsReasonsAndMessagesAreTheSameInEveryLocale(String locale) throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.csv"), "I\n1234567\n1,2\nx\n");
    Object[] words = {
      "run", "ingest", "--schema", "i INT NOT NULL", "--in", rows, "--out", "bad=-"
    };
    String expected = p3(words).output();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(locale));
    try {
      assertThat(p3(words).output()).isEqualTo(expected).contains("row of 2 values (must be 1)");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String messagesOfList(String failure) {
    var messages = new ByteArrayOutputStream();
    var full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException(failure);
          }
        };
    int exitCode =
        new CommandLineApp(
                new StandardOutput(full), new PrintStream(messages, true, StandardCharsets.UTF_8))
            .run("list");
    assertThat(exitCode).isEqualTo(CommandLineApp.FAILED);
    return messages.toString(StandardCharsets.UTF_8);
  }
}
