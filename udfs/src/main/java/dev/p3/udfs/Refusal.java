package dev.p3.udfs;

import org.apache.spark.sql.AnalysisException;
import scala.collection.immutable.Map;

/** What a call cannot be, in SQL's own form. */
final class Refusal {
  private Refusal() {}

  /** Spark adds the call's place. */
  static AnalysisException of(String function, String reason) {
    return new AnalysisException(
        "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT",
        new Map.Map3<>("sqlExpr", '"' + function + '"', "msg", reason, "hint", ""));
  }
}
