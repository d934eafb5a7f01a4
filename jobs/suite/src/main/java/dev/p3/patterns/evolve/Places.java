package dev.p3.patterns.evolve;

import dev.p3.fault.JobFailedException;
import dev.p3.patterns.evolve.NearestResult.Rejected;
import dev.p3.table.ColumnTypes;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The places, numbered in the order of their columns: by the first column, then by the second, and
 * so on, nulls first. So places at the same distance rank alike wherever and in whatever order the
 * rows are stored.
 *
 * @param table {@link #NUMBER}, then every column of the places under its {@link #prefixed} name
 * @param coordinates where they are, by their numbers
 * @param rejected places that are nowhere, by reason
 */
record Places(Dataset<Row> table, PlaceCoordinates coordinates, List<Rejected> rejected) {
  static final String NUMBER = "__p3_number";

  /** The name of a place column in the output. */
  static String prefixed(String column) {
    return "place_" + column;
  }

  /**
   * Cost: collects the places to the driver.
   *
   * @throws JobFailedException when there is no place with coordinates
   */
  static Places of(NearestInputs inputs) {
    List<Row> rows =
        inputs
            .placeColumns()
            .locate(inputs.places())
            // One partition rather than a sort by ranges, which would read the places twice.
            .repartition(1)
            .sortWithinPartitions(order(inputs.places().schema()))
            .collectAsList();
    List<Row> valid = rows.stream().filter(row -> !Located.isRejected(row)).toList();
    List<Rejected> rejected = rejected(rows);
    if (valid.isEmpty()) {
      throw new JobFailedException(nowhere(rows.size(), rejected));
    }
    return new Places(
        table(inputs.places(), valid),
        new PlaceCoordinates(
            valid.stream().mapToDouble(Located::latitude).toArray(),
            valid.stream().mapToDouble(Located::longitude).toArray()),
        rejected);
  }

  int size() {
    return coordinates.size();
  }

  /** The places as read, rejected ones included. */
  long read() {
    return size() + Rejected.total(rejected);
  }

  private static Column[] order(StructType schema) {
    return Arrays.stream(schema.fields())
        .map(
            field -> {
              Column column = Columns.named(field.name());
              // Not all nested types have an order; their text has.
              return ColumnTypes.isNested(field.dataType())
                  ? column.cast("string").asc()
                  : column.asc();
            })
        .toArray(Column[]::new);
  }

  private static Dataset<Row> table(Dataset<Row> places, List<Row> valid) {
    StructField[] fields = places.schema().fields();
    var schema = new StructType().add(NUMBER, DataTypes.IntegerType, false);
    for (StructField field : fields) {
      schema = schema.add(prefixed(field.name()), field.dataType(), true, field.metadata());
    }
    var numbered = new ArrayList<Row>(valid.size());
    for (Row row : valid) {
      var values = new Object[fields.length + 1];
      values[0] = numbered.size();
      for (int i = 0; i < fields.length; i++) {
        values[i + 1] = row.get(i);
      }
      numbered.add(RowFactory.create(values));
    }
    return places.sparkSession().createDataFrame(numbered, schema);
  }

  private static List<Rejected> rejected(List<Row> rows) {
    Map<String, Long> rowsByReason = new TreeMap<>();
    for (Row row : rows) {
      if (Located.isRejected(row)) {
        rowsByReason.merge(Located.reason(row), 1L, Long::sum);
      }
    }
    return Rejected.nonZero(reason -> rowsByReason.getOrDefault(reason, 0L));
  }

  private static String nowhere(int rows, List<Rejected> rejected) {
    return rows == 0
        ? "Cannot find the nearest places: input 'places' has no rows"
        : String.format(
            Locale.ROOT,
            "Cannot find the nearest places: none of the %,d rows of input 'places' has coordinates: %s",
            rows,
            Rejected.words(rejected));
  }
}
