package dev.p3.patterns.separate;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Locale;

/**
 * How often rows are at fault in one way, with the first place of it.
 *
 * @param fault a code of {@link dev.p3.data.raw.RowFault}
 * @param column the column at fault; null when the row as a whole is
 * @param count how often
 * @param source the first file, or partition of a topic, by name
 * @param line the first line in it; null where files have no lines
 * @param value the column's text there, cut when it is long; may be null
 */
public record FaultCount(
    String fault, String column, long count, String source, Long line, String value)
    implements Serializable {
  private static final Comparator<FaultCount> BY_PLACE =
      Comparator.comparing(FaultCount::source, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(FaultCount::line, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(FaultCount::value, Comparator.nullsFirst(Comparator.naturalOrder()));

  static final Comparator<FaultCount> MOST_FREQUENT_FIRST =
      Comparator.comparingLong(FaultCount::count)
          .reversed()
          .thenComparing(FaultCount::fault)
          .thenComparing(FaultCount::column, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** Both of the same fault in the same column, with the place that comes first. */
  FaultCount plus(FaultCount other) {
    FaultCount first = BY_PLACE.compare(this, other) <= 0 ? this : other;
    return new FaultCount(
        fault, column, count + other.count, first.source, first.line, first.value);
  }

  /** Such as {@code CAST 12 (latitude, e.g. airports.csv:17 'n/a')}. */
  String inWords() {
    String place = line == null ? name() : String.format(Locale.ROOT, "%s:%d", name(), line);
    return String.format(
        Locale.ROOT,
        "%s %,d (%se.g. %s%s)",
        fault,
        count,
        column == null ? "" : column + ", ",
        place,
        value == null ? "" : " '" + value + "'");
  }

  /** A file's name without its folders. */
  private String name() {
    boolean isFile = source.matches("([A-Za-z][\\w+.-]*:)?/.*");
    return isFile ? source.substring(source.lastIndexOf('/') + 1) : source;
  }
}
