package dev.p3.bench.peers;

import dev.p3.bench.ZipfText;
import java.nio.file.Path;

/**
 * What a profile costs the job that it watches: {@code word-count} on a {@link ZipfText} of so many
 * megabytes, with and without.
 */
public final class ProfilePeers {
  private ProfilePeers() {}

  /**
   * Measures.
   *
   * @param args megabytes (582) and turns (3)
   */
  public static void main(String[] args) throws Exception {
    Path text = ZipfText.file(args);
    Peers.measure(
        args,
        1,
        (spark, duck) ->
            new SideBySide()
                .with("without", () -> Peers.p3("word-count", "--in", text.toString()))
                .with(
                    "`--profile`",
                    () ->
                        Peers.p3(
                            "word-count",
                            "--in",
                            text.toString(),
                            "--profile=" + Peers.out("profile"))));
  }
}
