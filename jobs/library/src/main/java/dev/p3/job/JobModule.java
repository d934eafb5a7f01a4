package dev.p3.job;

import java.util.List;

/**
 * The jobs of one artifact, for those that have several or want them in an order. Found by {@link
 * java.util.ServiceLoader} through {@code META-INF/services/dev.p3.job.JobModule}; an artifact with
 * a single job may name it in {@code META-INF/services/dev.p3.job.PatternJob} instead. Needs a
 * public constructor without arguments.
 */
public interface JobModule {
  /** The jobs, in the order in which they are listed; the same ones each time. */
  List<PatternJob<?, ?>> jobs();
}
