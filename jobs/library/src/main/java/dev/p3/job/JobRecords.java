package dev.p3.job;

import dev.p3.record.RecordModule;
import java.util.List;

/** What the jobs that a thread sees hand to Kryo. */
public final class JobRecords implements RecordModule {
  @Override
  public List<Class<?>> classes() {
    return JobRegistry.ofThread().all().stream()
        .<Class<?>>flatMap(job -> job.records().stream())
        .toList();
  }
}
