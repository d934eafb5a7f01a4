package dev.p3.notebook;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs the code cells of one notebook, in order, in the session that is there. */
interface CellRunner extends AutoCloseable {
  CellOutput run(String code);

  /** The rows in the notebook's variable {@code result}, if it has one. */
  Optional<Dataset<Row>> result();

  @Override
  default void close() {}
}
