package dev.p3.record;

import org.apache.spark.sql.Encoder;

/** Spark Connect of 3.5 has no encoder that another class can add to. */
final class ConnectEncoder {
  private ConnectEncoder() {}

  @SuppressWarnings("DoNotCallSuggester") // callers are those of the other lines, too
  static Encoder<? extends Record> of(RecordForm form) {
    throw new IllegalStateException(
        ConnectSession.refusal(
            "encode " + form.javaClass().getName(),
            "Spark 3.5 lacks the encoder for it, which Spark 4 has"));
  }
}
