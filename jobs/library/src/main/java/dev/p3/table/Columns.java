package dev.p3.table;

import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Finds columns by the names that users write. */
public final class Columns {
  private Columns() {}

  /** The column of exactly this name, dots and back-ticks included. */
  public static Column named(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Exactly the wanted name, or else the only one that differs in case alone. */
  public static Optional<String> among(String wanted, Collection<String> names) {
    if (names.contains(wanted)) {
      return Optional.of(wanted);
    }
    List<String> inOtherCase = names.stream().filter(wanted::equalsIgnoreCase).toList();
    return inOtherCase.size() == 1 ? Optional.of(inOtherCase.get(0)) : Optional.empty();
  }

  /**
   * The name of the column that a user means: exactly this name, or else the only one that differs
   * in case alone. When there is none, adds a fault.
   *
   * @param input the Dataset's name, for the message
   */
  public static Optional<String> find(String wanted, Dataset<?> rows, String input, Faults faults) {
    List<String> columns = Arrays.asList(rows.columns());
    Optional<String> found = among(wanted, columns);
    if (found.isPresent()) {
      return found;
    }
    Optional<SeparatorHint> hint =
        columns.size() == 1 ? SeparatorHint.of(columns.get(0), "\n", '"') : Optional.empty();
    String fault =
        hint.map(
                separator ->
                    String.format(
                        Locale.ROOT,
                        "Cannot find the columns in input '%s' ('%s'): %s",
                        input,
                        columns.get(0),
                        separator.advice(
                            String.format(Locale.ROOT, "csv,%s:PATH", separator.option()))))
            .orElseGet(
                () ->
                    String.format(
                        Locale.ROOT,
                        "Cannot find column '%s' in input '%s' (its columns are %s).%s",
                        wanted,
                        input,
                        columns.isEmpty() ? "none" : String.join(", ", columns),
                        NearMatch.question(wanted, columns)));
    faults.add(fault); // kept once, however many columns a wrong separator hides
    return Optional.empty();
  }

  /**
   * The table; or one without rows that has these columns, as text, when it has no columns and no
   * rows: such is a file without a byte.
   */
  public static Dataset<Row> orEmpty(Dataset<Row> table, Collection<String> columns) {
    if (table.columns().length > 0 || !table.isEmpty()) {
      return table;
    }
    var schema = new StructType();
    for (String column : new LinkedHashSet<>(columns)) {
      schema = schema.add(column, DataTypes.StringType);
    }
    return table.sparkSession().createDataFrame(List.<Row>of(), schema);
  }
}
