package dev.p3.data;

import org.apache.spark.sql.SparkSession;

/**
 * One reading of inputs.
 *
 * @param spark the session that reads
 * @param notes is told what there is to say about the inputs once they have been read
 */
public record InputReading(SparkSession spark, ReadingNotes notes) {
  /** A reading whose notes are not wanted. */
  public static InputReading by(SparkSession spark) {
    return new InputReading(spark, new ReadingNotes());
  }
}
