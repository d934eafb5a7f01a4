package dev.p3.run;

import dev.p3.data.StoredInput;
import dev.p3.job.InputSpec;
import dev.p3.run.RunManifest.InputRecord;
import org.apache.hadoop.conf.Configuration;

/**
 * An input of a planned run.
 *
 * @param spec what the job takes it for
 * @param stored where it is
 * @param record what is known of it before it is read
 */
public record PlannedInput(InputSpec spec, StoredInput stored, InputRecord record) {
  /** With the record of the input as it is now. Cost: reads a sample. */
  public static PlannedInput of(InputSpec spec, StoredInput stored, Configuration hadoop) {
    return new PlannedInput(spec, stored, InputRecord.of(spec.name(), stored, hadoop));
  }

  /** Another part of the same input, such as what a stream reads in one batch. */
  public PlannedInput withStored(StoredInput other, Configuration hadoop) {
    return of(spec, other, hadoop);
  }
}
