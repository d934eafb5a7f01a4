package dev.p3.patterns.separate;

import dev.p3.data.raw.RowFault;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;

/**
 * One column's type and rules, for a text at a time: what {@code ingest} takes for a value, and
 * which fault it tells of anything else. Thread-safe.
 *
 * @param zone of moments that name none
 */
public record TextCheck(ColumnRule rule, List<RowCheck> checks, ZoneId zone)
    implements Serializable {
  /** What the conditions of a rule call the value. */
  public static final String VALUE = "value";

  public TextCheck {
    checks = List.copyOf(checks);
  }

  /**
   * Reads a type and what may follow it in a schema of {@code ingest}: {@code NOT NULL}, {@code
   * CHECK (condition)}, where the value is called {@link #VALUE}.
   *
   * @throws IllegalArgumentException showing every fault under its place
   */
  public static TextCheck parse(String type, String rules, ZoneId zone) {
    TableSchema schema =
        TableSchema.parse(String.format(Locale.ROOT, "%s %s %s", VALUE, type, rules));
    if (schema.columns().size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "'%s' is more than one type (must be one, such as INT)", type));
    }
    return new TextCheck(schema.columns().get(0), schema.checks(), zone);
  }

  /** The value as a Java object of the type; empty for null, blanks and what is no value. */
  public Optional<Object> read(String text) {
    if (isMissing(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TextReader(zone).value(text, rule));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The fault of a text, conditions aside; null when there is none. */
  public String fault(String text) {
    if (isMissing(text)) {
      return rule.isRequired() ? RowFault.NULL.name() : null;
    }
    return read(text).isPresent() ? null : RowFault.CAST.name();
  }

  /** The type of the values. */
  public DataType type() {
    return rule.type();
  }

  private boolean isMissing(String text) {
    return text == null
        || (!(rule.type() instanceof StringType) && text.replace(" ", "").isEmpty());
  }
}
