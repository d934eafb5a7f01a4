package dev.p3.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.serializer.JavaSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in a session that has none of p3's settings, which takes a JVM of its own. */
class PlainSessionIT {
  @TempDir private Path directory;

  @Test
  void everyVariantGivesTheRowsOfP3sOwnSessionWithJavaSerialization() throws Exception {
    Path found = directory.resolve("found");
    Path messages = directory.resolve("messages");
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            // Another than that of p3's sessions.
            "-Duser.timezone=America/New_York",
            "-cp",
            System.getProperty("java.class.path"),
            PlainSession.class.getName(),
            found.toString()));

    Process program =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();

    assertThat(Hanging.exitCode(program)).as(Files.readString(messages)).isZero();
    List<String> lines = Files.readAllLines(found);
    assertThat(lines.get(0)).isEqualTo(JavaSerializer.class.getName());
    List<String> outcomes = lines.subList(1, lines.size());
    assertThat(outcomes)
        .as(Files.readString(messages))
        .containsExactlyElementsOf(EveryVariant.expectedLines(outcomes));
  }
}
