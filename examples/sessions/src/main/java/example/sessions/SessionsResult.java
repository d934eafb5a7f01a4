package example.sessions;

import dev.p3.job.JobResult;
import java.util.List;

/**
 * Figures of a run.
 *
 * @param sessions how many there are
 */
public record SessionsResult(long sessions) implements JobResult {
  @Override
  public List<String> remarks() {
    return List.of();
  }
}
