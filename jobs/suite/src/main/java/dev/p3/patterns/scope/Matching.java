package dev.p3.patterns.scope;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.table.ColumnTypes;
import dev.p3.table.Columns;
import dev.p3.table.KeyType;
import dev.p3.table.KeyType.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What is looked up by what, once the columns are known.
 *
 * @param facts the facts
 * @param lookup the lookup
 * @param keys one for each {@code --on}
 */
record Matching(Dataset<Row> facts, Dataset<Row> lookup, List<Key> keys) {

  /**
   * What one table of the lookup is keyed by.
   *
   * @param column the lookup column
   * @param type how its values are compared
   */
  record LookupKey(String column, KeyType type) {
    /** The keys, as a column of the lookup. */
    Column values() {
      return type.values(column);
    }
  }

  /**
   * What is looked up by what.
   *
   * @param fact the fact column
   * @param by what it is looked up by
   */
  record Key(String fact, LookupKey by) {
    /** The keys, as a column of the facts. */
    Column values() {
      return by.type().values(fact);
    }

    /** The temporary column that holds the lookup row found; null where there is none. */
    String found() {
      return "__p3_found_by_" + fact;
    }

    /** The name that a lookup column gets in the output. */
    String added(String lookupColumn) {
      return fact + "_" + lookupColumn;
    }
  }

  /**
   * Finds the columns of the options.
   *
   * @throws BadUsageException naming every column that is not there, every key whose types do not
   *     go together, every lookup column that cannot be held and every name that would occur twice
   */
  static Matching of(Dataset<Row> facts, Dataset<Row> lookup, List<KeyMatch> on) {
    Dataset<Row> factsWithKeys = Columns.orEmpty(facts, on.stream().map(KeyMatch::fact).toList());
    Dataset<Row> lookupWithKeys =
        Columns.orEmpty(lookup, on.stream().map(KeyMatch::lookup).toList());
    var faults = new Faults();
    var keys = new ArrayList<Key>();
    for (KeyMatch match : on) {
      Optional<String> fact = Columns.find(match.fact(), factsWithKeys, "facts", faults);
      Optional<String> key = Columns.find(match.lookup(), lookupWithKeys, "lookup", faults);
      if (fact.isPresent() && key.isPresent()) {
        var factKeys = new Keys("facts", factsWithKeys, fact.get());
        keyType(factKeys, new Keys("lookup", lookupWithKeys, key.get()), faults)
            .ifPresent(type -> keys.add(new Key(fact.get(), new LookupKey(key.get(), type))));
      }
    }
    addNestedColumns(lookupWithKeys, faults);
    var matching = new Matching(factsWithKeys, lookupWithKeys, List.copyOf(keys));
    matching.addRepeatedNames(faults);
    faults.throwIfAny();
    return matching;
  }

  /** One for each table that the keys need: facts that share a lookup key share the table. */
  List<LookupKey> lookupKeys() {
    return keys.stream().map(Key::by).distinct().toList();
  }

  /** The place of a key's table among {@link #lookupKeys}. */
  int table(Key key) {
    return lookupKeys().indexOf(key.by());
  }

  /** The lookup columns that a key adds to the output: all but the key itself. */
  List<StructField> addedBy(Key key) {
    return Arrays.stream(lookup.schema().fields())
        .filter(field -> !field.name().equals(key.by().column()))
        .toList();
  }

  /** The type of {@link Key#found}: whether there was a match, then the lookup columns. */
  StructType foundType() {
    var fields = new ArrayList<StructField>();
    fields.add(DataTypes.createStructField("__p3_found", DataTypes.BooleanType, false));
    fields.addAll(Arrays.asList(lookup.schema().fields()));
    return DataTypes.createStructType(fields);
  }

  private void addRepeatedNames(Faults faults) {
    // Spark takes names that differ in case alone for one, and refuses to store both.
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(Arrays.asList(facts.columns()));
    Set<String> factKeys = new HashSet<>();
    for (Key key : keys) {
      if (!factKeys.add(key.fact())) {
        faults.add(
            "Cannot look up by %s more than once (each --on FACTCOL must be given once)",
            key.fact());
        continue;
      }
      for (StructField field : addedBy(key)) {
        if (!names.add(key.added(field.name()))) {
          faults.add(
              "Cannot add column '%s': the facts have a column of this name, or another key adds it; rename one in the facts or in the lookup",
              key.added(field.name()));
        }
      }
    }
  }

  private static Optional<KeyType> keyType(Keys fact, Keys lookup, Faults faults) {
    DataType factType = fact.type();
    if (!ColumnTypes.isPlain(factType)) {
      faults.add(
          "Cannot look up by %s: its type is %s (must be a plain type such as STRING, INT or DATE)",
          fact.column(), factType.sql());
      return Optional.empty();
    }
    return KeyType.of(fact, lookup, faults);
  }

  private static void addNestedColumns(Dataset<Row> lookup, Faults faults) {
    for (StructField field : lookup.schema().fields()) {
      if (ColumnTypes.isNested(field.dataType())) {
        faults.add(
            "Cannot add lookup column '%s': its type is %s (must be a plain type such as STRING, INT or DATE)",
            field.name(), field.dataType().sql());
      }
    }
  }
}
