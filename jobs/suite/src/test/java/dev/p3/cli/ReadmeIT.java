package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Readme;
import dev.p3.Readme.Block;
import dev.p3.run.BuildInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types the README's commands, in their order, and holds what they print to what it shows; but for
 * the tour, which {@link TourIT} takes.
 */
class ReadmeIT {
  /** The tour as the README has it. */
  static final String TOUR = "./p3 tour\n";

  private static final int STANDALONE_PORT = 7077;

  @TempDir private Path directory;

  @Test
  void everyCommandRunsAndPrintsWhatIsShown() throws Exception {
    Assumptions.assumeTrue(isOfDefaultLine(), "the README shows the default line");
    Assumptions.assumeTrue(isFree(STANDALONE_PORT), "the port of the README's cluster is free");
    Files.createSymbolicLink(directory.resolve("p3"), Launched.ROOT.resolve("p3"));
    List<Block> blocks = Readme.blocks(Launched.ROOT);
    assertThat(blocks).extracting(Block::language).contains("sh", "text");
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).language().equals("sh") && !blocks.get(i).text().equals(TOUR)) {
        String output = typed(blocks.get(i).text());
        if (i + 1 < blocks.size() && blocks.get(i + 1).language().equals("text")) {
          assertThat(Readme.withoutFigures(output))
              .isEqualTo(Readme.withoutFigures(blocks.get(i + 1).text()));
        }
      }
    }
  }

  private String typed(String commands) throws Exception {
    Launched shell =
        Launched.start(
            directory,
            Map.of("P3_BUILD", "never", "P3_JAVA_OPTS", Launched.SHORT_LIVED),
            List.of("sh", "-e", "-c", commands));
    assertThat(shell.exitCode()).as(commands + shell.messages()).isZero();
    return shell.output();
  }

  /** The parent POM names the default line first. */
  private static boolean isOfDefaultLine() throws IOException {
    String pom = Files.readString(Launched.ROOT.resolve("pom.xml"));
    int line = pom.indexOf("<spark.line>");
    return pom.startsWith("<spark.line>%s<".formatted(BuildInfo.sparkLine()), line);
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
