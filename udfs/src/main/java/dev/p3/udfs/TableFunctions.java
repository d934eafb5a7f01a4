package dev.p3.udfs;

import dev.p3.fault.BadUsageException;
import dev.p3.job.JobDescription;
import dev.p3.job.JobRegistry;
import dev.p3.patterns.leverage.Summarize;
import dev.p3.patterns.leverage.SummarizeOptions;
import dev.p3.patterns.minimize.Top;
import dev.p3.patterns.minimize.TopOptions;
import dev.p3.scope.Scopes;
import dev.p3.table.Plans;
import dev.p3.udfs.SqlFunction.Example;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.FunctionTableSubqueryArgumentExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The functions that give tables. */
final class TableFunctions {
  private static final StructType JOBS =
      new StructType()
          .add("job", DataTypes.StringType, false)
          .add("pattern", DataTypes.StringType, false)
          .add("summary", DataTypes.StringType, false)
          .add("command", DataTypes.StringType, false);

  private TableFunctions() {}

  static List<SqlFunction<LogicalPlan>> all() {
    return List.of(
        new SqlFunction<>(
            "p3_jobs",
            "table_funcs",
            "_FUNC_() - p3's jobs: name, pattern, summary, and a command that runs it.",
            List.of(new Example("SELECT job FROM _FUNC_() WHERE pattern = 'minimize'", "top")),
            0,
            0,
            arguments -> jobs()),
        new SqlFunction<>(
            "p3_summarize",
            "table_funcs",
            "_FUNC_(TABLE t) - statistics of each column of a table, as the job summarize gives them in its output columns. Runs when the query is analyzed, not when it is executed.",
            List.of(
                new Example(
                    "SELECT count(*) FROM _FUNC_(TABLE(SELECT id, id % 3 AS rest FROM range(10)))",
                    "2")),
            1,
            1,
            TableFunctions::summarize),
        new SqlFunction<>(
            "p3_top",
            "table_funcs",
            "_FUNC_(TABLE t, by, k[, group, ...]) - the first k rows of each group by a column, largest first, as the job top gives them; columns are named by constant texts.",
            List.of(
                new Example(
                    "SELECT id FROM _FUNC_(TABLE(SELECT id, id % 2 AS rest FROM range(10)), 'id', 1, 'rest') ORDER BY id",
                    "8\n9")),
            3,
            Integer.MAX_VALUE,
            TableFunctions::top));
  }

  private static LogicalPlan jobs() {
    List<Row> rows =
        JobRegistry.ofThread().all().stream()
            .map(
                job -> {
                  JobDescription<?, ?> described = job.description();
                  return RowFactory.create(
                      described.name(),
                      described.pattern(),
                      described.summary(),
                      described.command());
                })
            .toList();
    return analyzed(spark().createDataFrame(rows, JOBS));
  }

  private static LogicalPlan summarize(List<Expression> arguments) {
    Dataset<Row> table = table("p3_summarize", arguments.get(0));
    SparkSession spark = spark();
    try (var scopes = new Scopes(spark)) {
      Dataset<Row> columns =
          Summarize.summarize(
                  table, new SummarizeOptions(Optional.empty(), false, List.of()), scopes)
              .get("columns");
      return analyzed(spark.createDataFrame(columns.collectAsList(), columns.schema()));
    }
  }

  private static LogicalPlan top(List<Expression> arguments) {
    Dataset<Row> table = table("p3_top", arguments.get(0));
    String by = text("p3_top", arguments.get(1));
    Expression limit = arguments.get(2);
    if (!limit.foldable() || !(Constants.value(limit) instanceof Integer k)) {
      throw Scala.raise(
          Refusal.of("p3_top", limit.sql() + " is no constant whole number (must be from 1)"));
    }
    List<String> groups =
        arguments.subList(3, arguments.size()).stream()
            .map(argument -> text("p3_top", argument))
            .toList();
    try {
      return analyzed(Top.top(table, new TopOptions(by, groups, k, false, List.of())));
    } catch (BadUsageException e) {
      throw Scala.raise(Refusal.of("p3_top", e.getMessage()));
    }
  }

  private static String text(String function, Expression argument) {
    Object value = argument.foldable() ? Constants.value(argument) : null;
    if (value == null) {
      throw Scala.raise(
          Refusal.of(function, argument.sql() + " is no constant (must be a column's name)"));
    }
    return value.toString();
  }

  private static Dataset<Row> table(String function, Expression argument) {
    if (argument instanceof FunctionTableSubqueryArgumentExpression table) {
      return Plans.dataset(spark(), table.plan());
    }
    throw Scala.raise(
        Refusal.of(function, argument.sql() + " is no table (must be such as TABLE(t))"));
  }

  private static SparkSession spark() {
    return SparkSession.active();
  }

  private static LogicalPlan analyzed(Dataset<Row> rows) {
    return rows.queryExecution().analyzed();
  }
}
