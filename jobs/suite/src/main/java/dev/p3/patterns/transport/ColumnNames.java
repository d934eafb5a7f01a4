package dev.p3.patterns.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names of columns, separated by commas; a comma or backslash in a name takes a backslash.
 *
 * @param names as they were written, without blanks around them
 */
public record ColumnNames(List<String> names) {
  public ColumnNames {
    names = List.copyOf(names);
  }

  /**
   * Reads names.
   *
   * @throws IllegalArgumentException when one is empty
   */
  public static ColumnNames parse(String text) {
    var names = new ArrayList<String>();
    var name = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\\' && i + 1 < text.length()) {
        name.append(text.charAt(++i));
      } else if (character == ',') {
        names.add(name.toString().strip());
        name.setLength(0);
      } else {
        name.append(character);
      }
    }
    names.add(name.toString().strip());
    if (names.contains("")) {
      throw new IllegalArgumentException("must be names of columns separated by commas");
    }
    return new ColumnNames(names);
  }

  @Override
  public String toString() {
    return names.stream()
        .map(name -> name.replace("\\", "\\\\").replace(",", "\\,"))
        .collect(Collectors.joining(","));
  }
}
