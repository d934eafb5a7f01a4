package dev.p3.report;

import java.util.List;
import java.util.Locale;

/**
 * A section of a {@link Report}.
 *
 * @param title its heading, different from those of the other sections
 */
public record Section(String title, List<Block> blocks) {
  public Section {
    blocks = List.copyOf(blocks);
  }

  /** What links to the section name: its title in lower case and without spaces. */
  String anchor() {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
  }
}
