package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The big list of naughty strings: text that programs are known to trip over. */
final class NaughtyStrings {
  private NaughtyStrings() {}

  /** All 515 of them, in the order of the list. */
  static List<String> all() throws IOException {
    try (InputStream list =
        NaughtyStrings.class.getResourceAsStream("/naughty-strings/blns.json")) {
      List<String> strings = new ObjectMapper().readerForListOf(String.class).readValue(list);
      assertThat(strings).hasSize(515);
      return strings;
    }
  }

  /** As JSON lines: the place in the list, counted from a first number on, then the string. */
  static String lines(String place, int first, String string) throws IOException {
    List<String> strings = all();
    var json = new ObjectMapper();
    var lines = new StringBuilder();
    for (int i = 0; i < strings.size(); i++) {
      lines
          .append(json.createObjectNode().put(place, first + i).put(string, strings.get(i)))
          .append('\n');
    }
    return lines.toString();
  }
}
