package dev.p3.patterns.evolve;

import dev.p3.fault.Faults;
import dev.p3.table.Columns;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/**
 * Which columns of a table hold its coordinates, in degrees.
 *
 * @param latitude a column of numbers
 * @param longitude a column of numbers
 */
record CoordinateColumns(String latitude, String longitude) {
  /**
   * Finds the columns that a user means; adds a fault for each that is not there or holds no
   * numbers.
   *
   * @param input the table's name, for messages
   */
  static Optional<CoordinateColumns> find(
      String latitude, String longitude, Dataset<Row> table, String input, Faults faults) {
    Optional<String> north = number(latitude, "latitude", table, input, faults);
    Optional<String> east = number(longitude, "longitude", table, input, faults);
    return north.flatMap(lat -> east.map(lon -> new CoordinateColumns(lat, lon)));
  }

  Dataset<Row> locate(Dataset<Row> table) {
    return Located.of(table, Columns.named(latitude), Columns.named(longitude));
  }

  private static Optional<String> number(
      String wanted, String meaning, Dataset<Row> table, String input, Faults faults) {
    Optional<String> column = Columns.find(wanted, table, input, faults);
    if (column.isEmpty() || holdsNumbers(table, column.get())) {
      return column;
    }
    faults.add(
        "Cannot take column '%s' of input '%s' as %s: its type is %s (must be numbers, in degrees; a CSV column with any other text in it is STRING)",
        column.get(), input, meaning, table.schema().apply(column.get()).dataType().sql());
    return Optional.empty();
  }

  /** Without a value, a CSV file's column is text whatever it holds elsewhere. */
  private static boolean holdsNumbers(Dataset<Row> table, String column) {
    DataType type = table.schema().apply(column).dataType();
    return type instanceof NumericType
        || type instanceof NullType
        || (type instanceof StringType && table.where(Columns.named(column).isNotNull()).isEmpty());
  }
}
