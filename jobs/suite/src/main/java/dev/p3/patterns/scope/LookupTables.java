package dev.p3.patterns.scope;

import java.util.List;
import java.util.Map;

/**
 * The scope of an enrichment.
 *
 * @param byKey for each key column of the lookup, from a key to the values of all lookup columns;
 *     keys and values are as Spark hands them to Java
 */
public record LookupTables(List<Map<Object, Object[]>> byKey) {
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
