package dev.p3.data;

import dev.p3.job.NearMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;

/** Finds columns by the names that users write. */
public final class Columns {
  private Columns() {}

  /** The column of exactly this name, dots and back-ticks included. */
  public static Column named(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /**
   * The name of the column that a user means: exactly this name, or else the only one that differs
   * in case alone. When there is none, adds a fault.
   *
   * @param input the Dataset's name, for the message
   */
  public static Optional<String> find(
      String wanted, Dataset<?> rows, String input, List<String> faults) {
    List<String> columns = Arrays.asList(rows.columns());
    if (columns.contains(wanted)) {
      return Optional.of(wanted);
    }
    List<String> inOtherCase = columns.stream().filter(wanted::equalsIgnoreCase).toList();
    if (inOtherCase.size() == 1) {
      return Optional.of(inOtherCase.get(0));
    }
    faults.add(
        "Cannot find column '%s' in input '%s' (its columns are %s).%s"
            .formatted(
                wanted,
                input,
                columns.isEmpty() ? "none" : String.join(", ", columns),
                NearMatch.question(wanted, columns)));
    return Optional.empty();
  }
}
