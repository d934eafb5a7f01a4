package dev.p3.patterns.minimize;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import dev.p3.table.Columns;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A group as a key of a Java map: rows of different groups never have equal keys. (Rows of one
 * group may have different keys, as 0.0 and -0.0 have.)
 */
final class GroupKey {
  private static final int LENGTH_BITS = 4;
  private static final int MOST_BYTES = 7;
  private static final int NO_TEXT = MOST_BYTES + 1;

  private GroupKey() {}

  /**
   * What {@link #of} takes for some columns. Text goes as its bytes, and moments as numbers: texts
   * that are malformed, and days that Java's old calendar lacks, may look the same when decoded.
   *
   * @return empty when a column is nested
   */
  static Optional<Column> column(List<StructField> groups) {
    if (groups.stream().anyMatch(GroupKey::isNested)) {
      return Optional.empty();
    }
    List<Column> parts = groups.stream().map(GroupKey::part).toList();
    return Optional.of(
        switch (parts.size()) {
          case 0 -> lit(true);
          case 1 -> parts.get(0);
          default -> struct(parts.toArray(Column[]::new));
        });
  }

  /** As {@link #column}, of two columns that are not nested, each for itself. */
  static List<Column> pair(List<StructField> groups) {
    return groups.stream().map(GroupKey::part).toList();
  }

  /** The key. */
  static Object of(Object value) {
    long packed = packed(value);
    if (packed != 0) {
      return packed;
    }
    if (value instanceof byte[] text) {
      return ByteBuffer.wrap(text);
    }
    return value instanceof Row row ? parts(row) : value;
  }

  /** The key of a pair. */
  static Object of(Object first, Object second) {
    long packed = packed(first, second);
    return packed == 0 ? (Object) Arrays.asList(of(first), of(second)) : packed;
  }

  private static List<Object> parts(Row row) {
    var parts = new ArrayList<Object>(row.length());
    for (int i = 0; i < row.length(); i++) {
      parts.add(of(row.get(i)));
    }
    return parts;
  }

  /** Codes and short names as one number, which is found fast; 0 when that has no room. */
  static long packed(Object value) {
    if (value instanceof byte[]) {
      return packed(1, value); // keeps the zeros that follow
    }
    long packed = value instanceof Row ? 1 : 0;
    for (int i = 0; packed != 0 && i < ((Row) value).length(); i++) {
      packed = packed(packed, ((Row) value).get(i));
    }
    return packed;
  }

  /** As {@link #packed(Object)}, of a pair. */
  static long packed(Object first, Object second) {
    long packed = packed(1, first);
    return packed == 0 ? 0 : packed(packed, second);
  }

  /** With a text's length and bytes after what is packed already; 0 when there is no room. */
  private static long packed(long before, Object part) {
    if (part != null && !(part instanceof byte[])) {
      return 0;
    }
    byte[] text = (byte[]) part;
    int length = text == null ? 0 : text.length;
    if (length > MOST_BYTES || before >>> (Long.SIZE - LENGTH_BITS - length * Byte.SIZE) != 0) {
      return 0;
    }
    long packed = before << LENGTH_BITS | (text == null ? NO_TEXT : length);
    for (int i = 0; i < length; i++) {
      packed = packed << Byte.SIZE | (text[i] & 0xFF);
    }
    return packed;
  }

  private static Column part(StructField group) {
    Column column = Columns.named(group.name());
    if (group.dataType() instanceof StringType) {
      return column.cast(DataTypes.BinaryType);
    }
    if (group.dataType() instanceof DateType) {
      return unix_date(column);
    }
    return group.dataType() instanceof TimestampType ? unix_micros(column) : column;
  }

  private static boolean isNested(StructField group) {
    return group.dataType() instanceof StructType || group.dataType() instanceof ArrayType;
  }
}
