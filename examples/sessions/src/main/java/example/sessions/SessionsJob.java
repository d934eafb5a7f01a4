package example.sessions;

import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.record.Records;
import dev.p3.scope.Scope;
import dev.p3.scope.Scopes;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The wiring: names, help and samples. Found through META-INF/services/dev.p3.job.PatternJob. */
public final class SessionsJob implements PatternJob<SessionsOptions, SessionsResult> {
  private static final String CLICKS = "clicks";
  private static final String SESSIONS = "sessions";

  private static final JobDescription<SessionsOptions, SessionsResult> DESCRIPTION =
      JobDescription.<SessionsOptions, SessionsResult>of("sessions", SessionsOptions.class)
          .pattern("scope")
          .rule("What a function needs is handed to it, once for each executor.")
          .summary("cuts the clicks of users into sessions at long gaps")
          .details(
              """
              Sorts the clicks of each user by time, and begins a session at the first one and after
              each gap of more than --gap minutes. The browser is that of the session's first click.

              One shuffle. The clicks of one user fit in the memory of one task; for more take
              --variant windows.
              """)
          .input(
              InputSpec.table(CLICKS, "one row for each click")
                  .sample("sessions/clicks.csv")
                  .column("user", "STRING", "who clicked")
                  .column("time", "TIMESTAMP", "when")
                  .column("agent", "STRING", "the browser's user agent"))
          .output(
              OutputSpec.output(SESSIONS, "one row for each session")
                  .column("user", "STRING", "who clicked")
                  .column("session", "INT", "1 for the user's first")
                  .column("started", "TIMESTAMP", "the time of its first click")
                  .column("ended", "TIMESTAMP", "the time of its last click")
                  .column("clicks", "BIGINT", "how many it has")
                  .column("browser", "STRING", "of its first click"))
          .variant("loop", "one loop over the sorted clicks of each user", SessionsJob::byLoop)
          .variant("windows", "SQL's window functions", SessionsJob::byWindows)
          .example("--gap", "30")
          .build();

  @Override
  public JobDescription<SessionsOptions, SessionsResult> description() {
    return DESCRIPTION;
  }

  @Override
  public List<Class<?>> records() {
    return List.of(Browsers.class);
  }

  private static Outcome<SessionsResult> byLoop(
      Inputs inputs, SessionsOptions options, Scopes scopes) {
    Scope<Browsers> scope = scopes.open(Browsers.known());
    Dataset<Click> clicks = Records.as(inputs.required(CLICKS), Click.class);
    return outcome(Sessions.byLoop(clicks, options.gap(), scope).toDF());
  }

  private static Outcome<SessionsResult> byWindows(
      Inputs inputs, SessionsOptions options, Scopes scopes) {
    Scope<Browsers> scope = scopes.open(Browsers.known());
    Dataset<Row> clicks = Records.as(inputs.required(CLICKS), Click.class).toDF();
    return outcome(Sessions.byWindows(clicks, options.gap(), scope));
  }

  private static Outcome<SessionsResult> outcome(Dataset<Row> sessions) {
    return Outcome.of(
        Map.of(SESSIONS, sessions),
        observed -> new SessionsResult(observed.written(SESSIONS).orElse(0)));
  }
}
