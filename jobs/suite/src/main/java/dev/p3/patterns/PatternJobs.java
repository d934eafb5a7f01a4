package dev.p3.patterns;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.NearMatch;
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
import java.util.Locale;

/** The registry of jobs. A new job is one more line: all else is derived from the job. */
public final class PatternJobs {
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

  private PatternJobs() {}

  /** The jobs, in the order in which they are listed. */
  public static List<PatternJob<?, ?>> all() {
    return ALL;
  }

  /** The names of the jobs, in the same order. */
  public static List<String> names() {
    return ALL.stream().map(job -> job.description().name()).toList();
  }

  /**
   * The job of a name.
   *
   * @throws BadUsageException when there is none, naming those there are
   */
  public static PatternJob<?, ?> named(String name) {
    return ALL.stream()
        .filter(job -> job.description().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadUsageException(
                    String.format(
                        Locale.ROOT,
                        "Unknown job '%s' (must be one of %s).%s",
                        name,
                        String.join(", ", names()),
                        NearMatch.question(name, names()))));
  }
}
