package dev.p3.job;

import dev.p3.record.RecordModule;
import dev.p3.scope.Shared;
import java.util.List;
import java.util.stream.Stream;

/** What the jobs that a thread sees, and scopes of notebooks, hand to Kryo. */
public final class JobRecords implements RecordModule {
  @Override
  public List<Class<?>> classes() {
    Stream<Class<?>> ofJobs =
        JobRegistry.ofThread().all().stream().flatMap(job -> job.records().stream());
    return Stream.concat(Stream.of(Shared.class), ofJobs).toList();
  }
}
