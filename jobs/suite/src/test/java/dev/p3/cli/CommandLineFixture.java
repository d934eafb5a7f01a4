package dev.p3.cli;

import dev.p3.LocalSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Types words at the command line of this JVM, in the tests' shared session. */
final class CommandLineFixture {
  private CommandLineFixture() {}

  /**
   * What a command did.
   *
   * @param exitCode 0 done, 1 failed, 2 bad usage
   * @param output standard output
   * @param messages standard error
   */
  record Typed(int exitCode, String output, String messages) {
    List<String> outputLines() {
      return output.lines().toList();
    }
  }

  static Typed p3(Object... words) {
    LocalSpark.spark(); // the session that a run borrows
    var output = new ByteArrayOutputStream();
    var messages = new ByteArrayOutputStream();
    int exitCode =
        new CommandLineApp(printer(output), printer(messages))
            .run(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    return new Typed(
        exitCode,
        output.toString(StandardCharsets.UTF_8),
        messages.toString(StandardCharsets.UTF_8));
  }

  static Path file(Path directory, String name, String content) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(String content) {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
