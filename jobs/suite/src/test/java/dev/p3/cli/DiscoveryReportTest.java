package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.record.KryoDiscovery;
import dev.p3.record.UnregisteredClass;
import dev.p3.run.DiscoveryReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryReportTest {
  private static final KryoDiscovery FOUND =
      new KryoDiscovery(
          List.of(
              new UnregisteredClass(
                  "java.util.BitSet",
                  "class",
                  "java.util.HashMap value → java.util.BitSet",
                  "driver, broadcast",
                  "java.util.BitSet.class")));

  @TempDir private Path directory;

  private static String printed(KryoDiscovery discovery, Optional<Path> file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    DiscoveryReport.print(discovery, file, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theTableSaysHowAndWhereEachClassWasReached() throws IOException {
    Path file = directory.resolve("Found.java");
    assertThat(printed(FOUND, Optional.of(file)))
        .contains("registered by no module: 1")
        .contains(
            "| java.util.BitSet | class | java.util.HashMap value → java.util.BitSet | driver, broadcast |")
        .contains("Wrote")
        .doesNotContain("public final class");
    assertThat(file).content().contains("public final class Found ", "java.util.BitSet.class");
  }

  @Test
  void theModuleIsShownWhenNoFileIsNamed() throws IOException {
    assertThat(printed(FOUND, Optional.empty())).contains("public final class DiscoveredRecords ");
    assertThat(printed(new KryoDiscovery(List.of()), Optional.empty()))
        .isEqualTo("Every class that the run handed to Kryo is registered.\n");
  }

  @Test
  void aFileWhoseNameIsNoClassNameHoldsTheDefaultName() throws IOException {
    Path file = directory.resolve("my-module.txt");
    printed(FOUND, Optional.of(file));
    assertThat(file).content().contains("public final class DiscoveredRecords ");
  }

  @Test
  void aFileThatCannotBeWrittenIsFoundBeforeTheRun() {
    Path nowhere = directory.resolve("missing/Found.java");
    Path mine = file(directory, "Mine.java", "class Mine {}");
    Typed typed = p3("run", "word-count", "--top", "0", "--discover-kryo", nowhere);
    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(typed.messages()).contains("Cannot write '" + nowhere + "'", "--top");
    assertThat(p3("run", "word-count", "--discover-kryo", mine).messages())
        .contains("it exists", "--overwrite");
    assertThat(mine).content().isEqualTo("class Mine {}");
  }

  @Test
  void anEarlierModuleAndAnEmptyFileAreReplaced() throws IOException {
    Path file = file(directory, "Found.java", "");
    assertThat(DiscoveryReport.requireWritable(file, false)).isEqualTo(file);
    printed(FOUND, Optional.of(file));
    assertThat(DiscoveryReport.requireWritable(file, false)).isEqualTo(file);
    Files.delete(file);
    DiscoveryReport.requireWritable(file, false);
    assertThat(file).doesNotExist();
  }

  @Test
  void aSessionThatWasStartedWithoutDiscoveryIsRefused() {
    Typed typed =
        p3("run", "word-count", "--discover-kryo", directory.resolve("Found.java"), "--out", "-");
    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.FAILED);
    assertThat(typed.output()).isEmpty();
    assertThat(typed.messages()).contains("Cannot discover unregistered classes");
  }
}
