package dev.p3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The README's code blocks. */
public final class Readme {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private Readme() {}

  /**
   * A block between triple back-ticks.
   *
   * @param language the word behind the opening ticks; empty when there is none
   */
  public record Block(String language, String text) {}

  /** The blocks of the README in a directory, in their order. */
  public static List<Block> blocks(Path directory) {
    try {
      return BLOCK
          .matcher(Files.readString(directory.resolve("README.md")))
          .results()
          .map(block -> new Block(block.group(1), block.group(2)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Times and sizes differ from run to run, and with them the widths of columns. */
  public static String withoutFigures(String text) {
    return text.replaceAll("[0-9][0-9.,]*( [KMG]?B\\b)?", "0").replaceAll("[ -]+", " ").strip();
  }
}
