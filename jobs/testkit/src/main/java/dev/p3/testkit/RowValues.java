package dev.p3.testkit;

import dev.p3.table.ScalaCollections;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The values of a row as Java's equality sees them alike where SQL does: decimals whatever their
 * scale, both zeros, NaN, and what stands in arrays, maps and structs.
 */
final class RowValues {
  private RowValues() {}

  static List<Object> of(Row row) {
    var values = new ArrayList<Object>(row.size());
    for (int i = 0; i < row.size(); i++) {
      values.add(plain(row.get(i)));
    }
    return values;
  }

  private static Object plain(Object value) {
    if (value instanceof Row row) {
      return of(row);
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      var entries = new HashMap<Object, Object>();
      for (Tuple2<?, ?> entry : ScalaCollections.iterable(map)) {
        entries.put(plain(entry._1()), plain(entry._2()));
      }
      return entries;
    }
    if (value instanceof scala.collection.Iterable<?> several) {
      var elements = new ArrayList<Object>();
      ScalaCollections.iterable(several).forEach(each -> elements.add(plain(each)));
      return elements;
    }
    if (value instanceof byte[] bytes) {
      var elements = new ArrayList<Object>(bytes.length);
      for (byte each : bytes) {
        elements.add(each);
      }
      return elements;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros();
    }
    if (value instanceof Double number && number == 0) {
      return 0.0;
    }
    return value instanceof Float number && number == 0 ? (Object) 0.0f : value;
  }
}
