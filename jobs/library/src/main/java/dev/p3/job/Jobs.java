package dev.p3.job;

import dev.p3.fault.BadUsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Jobs by their names, for programs and notebooks: in Java, Scala and, through the gateway to the
 * JVM, Python. The session stays as it is.
 *
 * <pre>{@code
 * try (JobRun<?> run = Jobs.of(spark).job("top")
 *     .input("table", flights).option("by", "delay").option("k", 3).run()) {
 *   run.output("top").show();
 * }
 * }</pre>
 *
 * <p>Finds p3's own jobs and those of every jar that names a {@link JobModule} or a {@link
 * PatternJob} as a service. Immutable, so threads may share it.
 */
public final class Jobs {
  private final SparkSession spark;
  private final JobRegistry registry;

  private Jobs(SparkSession spark, JobRegistry registry) {
    this.spark = spark;
    this.registry = registry;
  }

  /** The jobs that the calling thread's class loader sees, to run in a session. */
  public static Jobs of(SparkSession spark) {
    return new Jobs(spark, JobRegistry.ofThread());
  }

  /**
   * A run to be of a job, without inputs and options so far.
   *
   * @throws BadUsageException when there is no job of this name, naming those there are
   */
  public JobCall<?, ?> job(String name) {
    return JobCall.of(spark, registry.named(name));
  }

  /** One row for each job, in their order: {@code job, pattern, summary}, all STRING. */
  public static Dataset<Row> list(SparkSession spark) {
    var schema =
        new StructType()
            .add("job", DataTypes.StringType)
            .add("pattern", DataTypes.StringType)
            .add("summary", DataTypes.StringType);
    List<Row> rows =
        JobRegistry.ofThread().all().stream()
            .<JobDescription<?, ?>>map(PatternJob::description)
            .map(job -> RowFactory.create(job.name(), job.pattern(), job.summary()))
            .toList();
    return spark.createDataset(rows, Encoders.row(schema));
  }

  /**
   * One row for each input, output, option and variant of a job, in this order: {@code part} (one
   * of these words), {@code name}, {@code type}, {@code default} and {@code meaning}, all STRING;
   * type and default are empty where there is none, and of a required option the default is null.
   *
   * @throws BadUsageException when there is no job of this name, naming those there are
   */
  public static Dataset<Row> describe(SparkSession spark, String name) {
    JobDescription<?, ?> job = JobRegistry.ofThread().named(name).description();
    var rows = new ArrayList<Row>();
    for (InputSpec input : job.inputs()) {
      String kind = input.kind().name().toLowerCase(Locale.ROOT);
      rows.add(row("input", input.name(), kind, "", input.meaning()));
    }
    job.outputs()
        .forEach(output -> rows.add(row("output", output.name(), "", "", output.meaning())));
    for (OptionSpec option : job.options().specs()) {
      rows.add(
          row(
              "option",
              option.flag(),
              option.typeName(),
              option.required() ? null : option.defaultValue(),
              option.meaning()));
    }
    job.variants()
        .forEach(variant -> rows.add(row("variant", variant.name(), "", "", variant.meaning())));
    var schema = new StructType();
    for (String column : List.of("part", "name", "type", "default", "meaning")) {
      schema = schema.add(column, DataTypes.StringType);
    }
    return spark.createDataset(rows, Encoders.row(schema));
  }

  private static Row row(String part, String name, String type, String value, String meaning) {
    return RowFactory.create(part, name, type, value, meaning);
  }
}
