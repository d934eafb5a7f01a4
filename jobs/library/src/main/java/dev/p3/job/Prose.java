package dev.p3.job;

import java.util.Arrays;
import java.util.List;

/** Texts as authors write them in text blocks, whose line breaks mean nothing. */
final class Prose {
  private Prose() {}

  /** The text on one line. */
  static String line(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** The paragraphs, which blank lines separate, each on one line; empty for a blank text. */
  static List<String> paragraphs(String text) {
    return Arrays.stream(text.split("\n\\s*\n"))
        .map(Prose::line)
        .filter(paragraph -> !paragraph.isEmpty())
        .toList();
  }
}
