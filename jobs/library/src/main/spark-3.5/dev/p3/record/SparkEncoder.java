package dev.p3.record;

import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.catalyst.analysis.GetColumnByOrdinal;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.expressions.BoundReference;

/** A {@link RecordForm} as Spark 3.5 takes it: the expressions themselves. */
final class SparkEncoder {
  private SparkEncoder() {}

  static Encoder<? extends Record> of(RecordForm form) {
    return new ExpressionEncoder<>(
        form.toCatalyst(new BoundReference(0, form.externalType(), true)),
        form.fromCatalyst(new GetColumnByOrdinal(0, form.dataType()), form.root()),
        Catalyst.classTag(form.javaClass().asSubclass(Record.class)));
  }
}
