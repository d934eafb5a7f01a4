package dev.p3.patterns;

import dev.p3.record.RecordModule;
import java.util.List;

/** What the pattern jobs hand to Kryo. */
public final class SuiteRecords implements RecordModule {
  @Override
  public List<Class<?>> classes() {
    return PatternJobs.all().stream().<Class<?>>flatMap(job -> job.records().stream()).toList();
  }
}
