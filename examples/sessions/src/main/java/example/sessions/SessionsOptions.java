package example.sessions;

import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;

/**
 * How to cut.
 *
 * @param gap minutes without a click after which a session has ended
 */
public record SessionsOptions(
    @Option(
            value = "minutes without a click after which a session has ended",
            label = "MINUTES",
            defaultValue = "30",
            min = 1,
            max = 525_600)
        int gap) {
  public SessionsOptions {
    OptionsRecord.check(SessionsOptions.class, gap);
  }
}
