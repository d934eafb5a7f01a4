package example.sessions;

import static dev.p3.testkit.DatasetAssert.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.p3.job.JobRun;
import dev.p3.record.Records;
import dev.p3.testkit.JobTest;
import dev.p3.testkit.RecordChecks;
import dev.p3.testkit.SparkTest;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

@SparkTest
class SessionsTest {
  private static final String FIREFOX =
      "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko Firefox/128.0";
  private static final String EDGE =
      "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0";

  @Test
  void aGapOfMoreThanHalfAnHourEndsASession(SparkSession spark) {
    try (JobRun<SessionsResult> run =
        JobTest.of(new SessionsJob())
            .input(
                "clicks",
                click("ann", "08:00:00", FIREFOX),
                click("ann", "08:30:00", FIREFOX),
                click("ann", "09:00:01", EDGE),
                click("bob", "08:10:00", null))
            .option("gap", 30)
            .run()) {
      assertThat(run.output("sessions", Session.class))
          .hasSameRowsAs(
              spark.createDataset(
                  List.of(
                      new Session("ann", 1, at("08:00:00"), at("08:30:00"), 2, "Firefox"),
                      new Session("ann", 2, at("09:00:01"), at("09:00:01"), 1, "Edge"),
                      new Session("bob", 1, at("08:10:00"), at("08:10:00"), 1, "other")),
                  Records.encoder(Session.class)));
      assertEquals(3, run.result().sessions());
    }
  }

  @Test
  void everyVariantGivesTheSameSessionsWhateverThePartitionsAndTheOrderOfClicks() {
    JobTest.of(new SessionsJob())
        .input(
            "clicks",
            click("ann", "08:00:00", FIREFOX),
            click("ann", "08:00:00", EDGE),
            click("ann", "09:00:01", EDGE),
            click("bob", "23:59:59", EDGE))
        .sameRowsInEveryVariant()
        .onPartitions(1, 2, 7)
        .afterShuffledInput(1, 2, 3);
  }

  @Test
  void whatIsSentIsRegistered() {
    RecordChecks.registered(Browsers.class);
  }

  private static Click click(String user, String time, String agent) {
    return new Click(user, at(time), agent);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }
}
