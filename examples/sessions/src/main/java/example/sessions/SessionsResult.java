package example.sessions;

import dev.p3.job.JobResult;

/**
 * Figures of a run.
 *
 * @param sessions how many there are
 */
public record SessionsResult(long sessions) implements JobResult {}
