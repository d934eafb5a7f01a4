package dev.p3.patterns.serialize;

import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;

/**
 * Options of {@code serialize}.
 *
 * @param record the full name of a record class; empty for a record of the table's shape
 */
public record SerializeOptions(
    @Option(
            value =
                "the record class that rows become, found on the class path or in spark.jars; without it a record of the table's columns is made at run time",
            label = "CLASS")
        String record,
    @Option(
            value = "how many rows, spread over the table, are measured at most",
            label = "N",
            defaultValue = "10000",
            min = 1,
            max = 1_000_000)
        int rows,
    @Option(
            value =
                "how long to measure, all serializers together; longer gives narrower spreads, 0 the fewest rounds",
            label = "SECONDS",
            defaultValue = "3",
            min = 0,
            max = 3600)
        int seconds) {

  public SerializeOptions {
    record = record == null ? "" : record;
    OptionsRecord.check(SerializeOptions.class, record, rows, seconds);
  }
}
