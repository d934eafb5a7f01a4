package dev.p3.patterns.minimize;

import dev.p3.job.JobRun;
import dev.p3.job.OptionsRecord;
import dev.p3.patterns.Tables;
import dev.p3.testkit.JobTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs every variant of {@code top} and holds them to the same rows and the same figures. */
final class Tops {
  private static final TopJob JOB = new TopJob();

  private Tops() {}

  /** What all variants gave. */
  record Best(List<String> columns, List<Row> rows, TopResult result) {}

  static Best top(Dataset<Row> table, TopOptions options) {
    return top(Map.of("table", table), options);
  }

  static Best top(Dataset<Row> table, Dataset<Row> only, TopOptions options) {
    return top(Map.of("table", table, "only", only), options);
  }

  /** Options with the words of the command line, such as {@code "--by", "delay", "--k", "3"}. */
  static TopOptions options(String... words) {
    var given = new HashMap<String, List<String>>();
    for (int i = 0; i < words.length; i += 2) {
      String flag = words[i].substring(2);
      var values = new ArrayList<>(given.getOrDefault(flag, List.of()));
      values.add(words[i + 1]);
      given.put(flag, values);
    }
    return OptionsRecord.of(TopOptions.class).parse(given);
  }

  private static Best top(Map<String, Dataset<Row>> inputs, TopOptions options) {
    JobTest<TopOptions, TopResult> test = JobTest.of(JOB).options(options);
    inputs.forEach(test::input);
    test.sameRowsInEveryVariant().sameResultInEveryVariant();
    try (JobRun<TopResult> run = test.run()) {
      Dataset<Row> top = run.output("top");
      return new Best(Tables.columns(top), top.collectAsList(), run.result());
    }
  }
}
