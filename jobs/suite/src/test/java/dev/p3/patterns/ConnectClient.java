package dev.p3.patterns;

import dev.p3.P3;
import dev.p3.job.JobRun;
import dev.p3.job.Jobs;
import dev.p3.patterns.minimize.TopJob;
import dev.p3.profile.Profile;
import dev.p3.record.Records;
import dev.p3.scope.Scope;
import dev.p3.session.P3Session;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * The program of somebody who has Spark Connect's client and p3's jar, and no other Spark. Writes a
 * line for each variant of each job, then one for each of {@link #MORE}.
 */
final class ConnectClient {
  private static final Map<String, Asked> MORE =
      Map.ofEntries(
          Map.entry("encoder", ConnectRecords::sent),
          Map.entry("as", ConnectRecords::found),
          Map.entry("named job", spark -> top(spark).output("top").count()),
          Map.entry(
              "faults", spark -> bad(spark, "a int check (a > 0), b int, check (B < a)", "all")),
          Map.entry("condition", spark -> bad(spark, "a int check (a >)", "first")),
          Map.entry("list", spark -> Jobs.list(spark).count()),
          Map.entry("display", ConnectClient::displayed),
          Map.entry("sql", ConnectClient::sql),
          Map.entry("result", spark -> top(spark).result()),
          Map.entry("scope", spark -> Scope.open(spark, new ConnectRecords.Leg("JFK", 1))),
          Map.entry("ledger", Scope::ledger),
          Map.entry("sample", spark -> P3.sample(spark, "us-flights/airports.csv")),
          Map.entry("profile", Profile::start),
          Map.entry("session", spark -> P3Session.running()),
          Map.entry("main", spark -> main("list")),
          Map.entry("udf", spark -> Records.udf((Long n) -> n, Long.class, Long.class)),
          Map.entry(
              "tryAs",
              spark ->
                  Records.tryAs(
                      spark.sql("SELECT 'JFK' AS to, 1D AS km"), ConnectRecords.Leg.class)));

  private ConnectClient() {}

  /** Something that a program may ask for. */
  interface Asked {
    Object of(SparkSession spark) throws IOException;
  }

  public static void main(String[] args) throws Exception {
    try (SparkSession spark = SparkSession.builder().remote(args[0]).getOrCreate();
        var lines = new PrintStream(Path.of(args[1]).toFile())) {
      EveryVariant.run(spark).forEach(lines::println);
      MORE.forEach((name, asked) -> lines.printf("%s: %s%n", name, outcome(asked, spark)));
    }
  }

  private static String outcome(Asked asked, SparkSession spark) {
    try {
      return String.valueOf(asked.of(spark));
    } catch (Throwable e) { // the others go on; the test says what each gave
      e.printStackTrace();
      return EveryVariant.sentence(e);
    }
  }

  private static JobRun<?> top(SparkSession spark) {
    var call = Jobs.of(spark).job("top");
    var job = new TopJob();
    new SampleRows(spark).of(job).forEach(call::input);
    job.description().exampleValues().forEach(call::option);
    return call.run();
  }

  /** What {@code ingest} says of rows, by the value of {@code a} that each has. */
  private static Object bad(SparkSession spark, String schema, String faults) {
    return Jobs.of(spark)
        .job("ingest")
        .input(
            "raw", spark.sql("SELECT * FROM VALUES ('-1', '3'), ('x', '3'), ('2', '1') AS t(a, b)"))
        .option("schema", schema)
        .option("faults", faults)
        .run()
        .output("bad")
        .selectExpr("concat_ws(' ', fault, column, value)")
        .as(Encoders.STRING())
        .collectAsList();
  }

  private static Object displayed(SparkSession spark) {
    var page = new StringBuilder();
    P3.displayWith(page::append);
    P3.display(top(spark));
    P3.displayWith(null);
    return page.indexOf("<html") >= 0;
  }

  private static Object main(String word) {
    P3.main(new String[] {word});
    return word;
  }

  private static Object sql(SparkSession spark) {
    return spark.sql("SELECT top_k(id, 2) FROM range(5)").first();
  }
}
