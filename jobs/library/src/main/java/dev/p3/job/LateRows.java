package dev.p3.job;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Rows of an output that a job may have collected while earlier outputs were written. */
@FunctionalInterface
public interface LateRows {
  /**
   * Asked once, when the outputs before this one in the job's description are written and this one
   * is not.
   *
   * @param soFar what was observed until then
   * @return all rows of the output, in the columns of its Dataset; empty when they are not all
   *     known, so that the Dataset has to be computed
   */
  Optional<List<Row>> after(Observed soFar);
}
