package dev.p3.patterns;

import dev.p3.job.JobModule;
import dev.p3.job.PatternJob;
import dev.p3.patterns.evolve.NearestJob;
import dev.p3.patterns.leverage.SummarizeJob;
import dev.p3.patterns.mapreduce.WordCountJob;
import dev.p3.patterns.minimize.TopJob;
import dev.p3.patterns.scope.EnrichJob;
import dev.p3.patterns.separate.IngestJob;
import dev.p3.patterns.serialize.SerializeJob;
import dev.p3.patterns.transport.KMeansJob;
import java.util.List;

/** p3's own jobs. A new one is one more line: all else is derived from the job. */
public final class PatternJobs implements JobModule {
  private static final List<PatternJob<?, ?>> ALL =
      List.of(
          new WordCountJob(),
          new SummarizeJob(),
          new NearestJob(),
          new KMeansJob(),
          new TopJob(),
          new IngestJob(),
          new EnrichJob(),
          new SerializeJob());

  @Override
  public List<PatternJob<?, ?>> jobs() {
    return ALL;
  }
}
