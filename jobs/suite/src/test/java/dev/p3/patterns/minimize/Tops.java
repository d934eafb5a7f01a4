package dev.p3.patterns.minimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.job.OptionsRecord;
import dev.p3.job.Variant;
import dev.p3.patterns.JobRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

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
    Best first = null;
    for (Variant<?, ?> variant : JOB.description().variants()) {
      Best best = top(inputs, options, variant.name());
      if (first != null) {
        assertThat(best.columns()).as(variant.name()).isEqualTo(first.columns());
        assertThat(best.result()).as(variant.name()).isEqualTo(first.result());
        assertThat(best.rows())
            .as(variant.name())
            .containsExactlyInAnyOrderElementsOf(first.rows());
      } else {
        first = best;
      }
    }
    return first;
  }

  private static Best top(Map<String, Dataset<Row>> inputs, TopOptions options, String variant) {
    var schema = new StructType[1];
    JobRun<List<Row>, TopResult> run =
        JobRun.of(
            JOB,
            inputs,
            options,
            variant,
            top -> {
              schema[0] = top.schema();
              return top.collectAsList();
            });
    List<String> columns =
        Arrays.stream(schema[0].fields())
            .map(field -> field.name() + " " + field.dataType().sql())
            .toList();
    return new Best(columns, run.output(), run.result());
  }
}
