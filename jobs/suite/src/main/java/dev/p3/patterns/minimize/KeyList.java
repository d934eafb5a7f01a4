package dev.p3.patterns.minimize;

import static org.apache.spark.sql.functions.xxhash64;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.scope.Scope;
import dev.p3.scope.Scopes;
import dev.p3.table.Columns;
import dev.p3.table.KeyType;
import dev.p3.table.KeyType.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.util.sketch.BloomFilter;

/**
 * Keys, and the columns of a table that they are compared with.
 *
 * @param keys one row for each key, its columns {@code __p3_key_0…} in the order of the parts
 * @param parts the columns of the table
 */
record KeyList(Dataset<Row> keys, List<Part> parts) {
  private static final String KEY = "__p3_key_";
  private static final String TABLE = "table";
  private static final String KEYS = "only";
  private static final int BITS_PER_KEY = 10;

  /** 256 MiB. For more keys than fit, the filter lets more rows pass, which the join drops. */
  private static final long MOST_BITS = 1L << 31;

  /**
   * A column of the keys.
   *
   * @param column the table's column of that name
   * @param type how both are compared
   */
  record Part(String column, KeyType type) {}

  /**
   * Matches the keys' columns with the table's by name.
   *
   * @throws BadUsageException naming every column of the keys that the table has not, or has with
   *     another type
   */
  static KeyList of(Dataset<Row> keys, Dataset<Row> table) {
    var faults = new Faults();
    var parts = new ArrayList<Part>();
    Dataset<Row> named = keys;
    if (keys.columns().length == 0) {
      faults.add("Cannot read keys from input '%s': it has no columns", KEYS);
    }
    for (String key : keys.columns()) {
      Optional<String> column = Columns.find(key, table, TABLE, faults);
      Optional<KeyType> type =
          column.flatMap(
              found -> keyType(new Keys(TABLE, table, found), new Keys(KEYS, keys, key), faults));
      if (type.isPresent()) {
        named = named.withColumn(KEY + parts.size(), type.get().values(key));
        parts.add(new Part(column.get(), type.get()));
      }
    }
    faults.throwIfAny();
    return new KeyList(named.select(keyColumns(parts.size())), List.copyOf(parts));
  }

  /** The table's columns that make a key. */
  List<String> columns() {
    return parts.stream().map(Part::column).toList();
  }

  /** The rows whose key is in the list, as SQL's semi join has it: nulls are in no list. */
  Dataset<Row> in(Dataset<Row> rows) {
    Column isSame = null;
    for (int i = 0; i < parts.size(); i++) {
      Column equal = tableColumn(parts.get(i)).equalTo(Columns.named(KEY + i));
      isSame = isSame == null ? equal : isSame.and(equal);
    }
    return rows.join(keys, isSame, "left_semi");
  }

  /** The rows whose key is in the list, and about one in a hundred others. */
  Dataset<Row> probablyIn(Dataset<Row> rows, Scopes scopes) {
    if (parts.stream().anyMatch(part -> hasCollation(part.type().type()))) {
      return rows; // equal texts may have other bytes, so other hashes
    }
    long size = keys.count();
    if (size == 0) {
      return rows.limit(0);
    }
    BloomFilter hashes =
        keys.select(xxhash64(keyColumns(parts.size())).as("hash"))
            .stat()
            .bloomFilter("hash", size, Math.min(size * BITS_PER_KEY, MOST_BITS));
    Scope<KnownKeys> scope = scopes.open(new KnownKeys(hashes));
    var isKnown =
        scope.udf(
            (KnownKeys known, Long hash) -> known.hashes().mightContainLong(hash),
            DataTypes.BooleanType);
    Column[] key = parts.stream().map(KeyList::tableColumn).toArray(Column[]::new);
    return rows.where(isKnown.apply(xxhash64(key)));
  }

  private static Column tableColumn(Part part) {
    return part.type().values(part.column());
  }

  private static Column[] keyColumns(int parts) {
    var columns = new ArrayList<Column>();
    for (int i = 0; i < parts; i++) {
      columns.add(Columns.named(KEY + i));
    }
    return columns.toArray(Column[]::new);
  }

  private static boolean hasCollation(DataType type) {
    return type instanceof StringType && !type.equals(DataTypes.StringType);
  }

  private static Optional<KeyType> keyType(Keys column, Keys key, Faults faults) {
    if (TopColumns.hasOrder(column.type())) {
      return KeyType.of(column, key, faults);
    }
    faults.add(
        "Cannot match %s with %s: values of its type cannot be compared (drop the column from the keys)",
        column, key);
    return Optional.empty();
  }
}
