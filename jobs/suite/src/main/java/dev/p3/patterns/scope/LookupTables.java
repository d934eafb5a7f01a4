package dev.p3.patterns.scope;

import dev.p3.patterns.scope.Matching.LookupKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * The scope of an enrichment.
 *
 * @param byKey for each key column of the lookup, from a key to the values of all lookup columns;
 *     keys and values are as Spark hands them to Java, or else {@link #inSparksForm}
 */
public record LookupTables(List<Map<Object, Object[]>> byKey) {
  /** The same with keys and values as Spark holds them itself: text in UTF-8, days of a DATE. */
  LookupTables inSparksForm(Matching matching) {
    List<LookupKey> keys = matching.lookupKeys();
    List<Function1<Object, Object>> ofValues =
        Arrays.stream(matching.foundType().fields())
            .map(field -> CatalystTypeConverters.createToCatalystConverter(field.dataType()))
            .toList();
    var tables = new ArrayList<Map<Object, Object[]>>();
    for (int i = 0; i < keys.size(); i++) {
      Function1<Object, Object> ofKey =
          CatalystTypeConverters.createToCatalystConverter(keys.get(i).type().type());
      Map<Object, Object[]> table = new HashMap<>();
      byKey
          .get(i)
          .forEach((key, values) -> table.put(ofKey.apply(key), inSparksForm(values, ofValues)));
      tables.add(table);
    }
    return new LookupTables(tables);
  }

  private static Object[] inSparksForm(
      Object[] values, List<Function1<Object, Object>> converters) {
    var converted = new Object[values.length];
    Arrays.setAll(converted, i -> converters.get(i).apply(values[i]));
    return converted;
  }

  /** An output column that is null for facts without a match alone, if this key adds one. */
  Optional<String> neverNull(Matching.Key key, Matching matching) {
    Collection<Object[]> rows = byKey.get(matching.table(key)).values();
    StructType type = matching.foundType();
    return matching.addedBy(key).stream()
        .map(StructField::name)
        .filter(
            column -> {
              int place = type.fieldIndex(column);
              return rows.stream().allMatch(values -> values[place] != null);
            })
        .findFirst()
        .map(key::added);
  }

  /** The lookup row of a key, or null. */
  static Object[] find(Map<Object, Object[]> table, Object key) {
    return key == null ? null : table.get(comparable(key));
  }

  /** Minus zero and zero are one key, as in SQL. */
  static Object comparable(Object key) {
    if (key instanceof Double number && number == 0) {
      return 0d;
    }
    return key instanceof Float number && number == 0 ? (Object) 0f : key;
  }
}
