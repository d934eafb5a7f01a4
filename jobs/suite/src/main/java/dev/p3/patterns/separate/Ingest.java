package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.when;

import dev.p3.data.raw.RawRows;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.util.AccumulatorV2;

/**
 * Makes typed rows of raw ones, and says of each other row why not.
 *
 * <p>{@link #clean} is the function; {@link #good} and {@link #bad} take its rows apart. Nothing
 * here knows where rows come from or go to.
 */
public final class Ingest {
  static final String TEXT = "__p3_text_";

  /** The text where it is not usual, of columns that the scan reads. */
  static final String UNUSUAL = "__p3_unusual_";

  static final String SHAPED = "__p3_shaped_";
  private static final String PASSES = "__p3_passes";
  static final String FOUND = "__p3_found";

  /** With more columns, compiling the projections takes longer than most tables are worth. */
  static final int MOST_COMPILED = 300;

  private Ingest() {}

  /**
   * Reads every row by the schema.
   *
   * <p>Text is read as Spark's {@code try_cast} does, and refused where that would change it; an
   * empty text is null for every type but STRING. Dates are {@code yyyy-MM-dd} or {@code
   * yyyy/MM/dd}; moments have {@code HH:mm[:ss[.ffffff]]} after it, separated by a blank or T, and
   * for TIMESTAMP a zone if they are not in the session's. Faults are told in the order: form,
   * columns, checks; a row whose form is broken has no other, and of the checks only those on
   * columns that could be read.
   *
   * <p>Cost: none but a projection, which Spark compiles; one pass. Compiling takes more than
   * proportionally long with the number of columns, so that of more than 300 each row is read in a
   * loop, with the same result.
   *
   * @param rows any rows with the schema's columns, which are read by their text; or rows as {@link
   *     RawRows} gives them, which say where they come from
   * @param which whether only the first fault of a row is told
   * @return the schema's columns, and columns of p3's own about the row; {@link #good} and {@link
   *     #bad} know them
   * @throws BadUsageException when a column is missing or of no plain type, or a check is no
   *     condition on the columns, with every fault
   */
  public static Dataset<Row> clean(Dataset<Row> rows, TableSchema schema, WhichFaults which) {
    Dataset<Row> raw = RawRows.of(rows, "rows", schema.names());
    if (schema.columns().size() > MOST_COMPILED) {
      return Tangled.clean(raw, schema, which);
    }
    return compiled(raw, schema, which);
  }

  /** As {@link #clean(Dataset, TableSchema, WhichFaults)}, with the first fault of each row. */
  public static Dataset<Row> clean(Dataset<Row> rows, TableSchema schema) {
    return clean(rows, schema, WhichFaults.FIRST);
  }

  /** As {@link #clean}, for any number of columns. */
  static Dataset<Row> compiled(Dataset<Row> raw, TableSchema schema, WhichFaults which) {
    requireConditions(raw, schema);
    Dataset<Row> read = ReadingSteps.read(raw, schema.columns());
    List<Column> found = faultsOfColumns(read, schema);
    if (which == WhichFaults.ALL) {
      return allCleaned(read.withColumn(FOUND, Rejections.found(found)), schema);
    }
    found.add(0, Rejections.ofForm());
    return firstCleaned(read, schema, found);
  }

  /**
   * The good rows: the schema's columns.
   *
   * @param cleaned what {@link #clean} gave
   */
  public static Dataset<Row> good(Dataset<Row> cleaned, TableSchema schema) {
    return select(cleaned.where(Rejections.isGood()), named(schema.names()));
  }

  /** As {@link #good(Dataset, TableSchema)}, and tells accumulators of the bad rows on the way. */
  static Dataset<Row> goodTelling(
      Dataset<Row> cleaned, TableSchema schema, List<AccumulatorV2<Row, ?>> told) {
    // As a column: all that a filter itself refers to is made for each row, good ones among them.
    return select(
        cleaned.withColumn(PASSES, Rejections.isGood(cleaned, told)).where(col(PASSES)),
        named(schema.names()));
  }

  /**
   * The good rows, of those with equal keys only the last: that of the last file by path, and in it
   * of the last line. Null is a key like any other.
   *
   * <p>Cost: one shuffle of the good rows, sorted by key.
   *
   * @param cleaned what {@link #clean} gave
   * @param key columns of the schema
   */
  public static Dataset<Row> good(Dataset<Row> cleaned, TableSchema schema, List<String> key) {
    String rank = "__p3_rank";
    var latestFirst =
        Window.partitionBy(named(key).toArray(Column[]::new))
            .orderBy(
                col(RawRows.SOURCE).desc_nulls_last(),
                col(RawRows.LINE).desc_nulls_last(),
                col(RawRows.RAW).desc_nulls_last());
    Dataset<Row> last =
        cleaned
            .where(Rejections.isGood())
            .withColumn(rank, row_number().over(latestFirst))
            .where(col(rank).equalTo(1));
    return select(last, named(schema.names()));
  }

  /**
   * The bad rows: {@code source STRING, line BIGINT, column STRING, value STRING, fault STRING,
   * reason STRING, raw STRING}; column and value are null when the row as a whole is at fault. With
   * {@link WhichFaults#ALL} a row for each fault.
   *
   * @param cleaned what {@link #clean} gave
   */
  public static Dataset<Row> bad(Dataset<Row> cleaned) {
    return badTelling(cleaned, List.of());
  }

  /** As {@link #bad}, and tells accumulators of the rows on the way. */
  static Dataset<Row> badTelling(Dataset<Row> cleaned, List<AccumulatorV2<Row, ?>> told) {
    Column isBad = told.isEmpty() ? not(Rejections.isGood()) : Rejections.isBad(cleaned, told);
    return Rejections.rows(cleaned.where(isBad));
  }

  /**
   * The last step of {@link #clean}, which its twin shares: rows that were read, with what is wrong
   * with them.
   *
   * @param read the schema's columns, and those about the row
   * @param rejection of {@link Rejections}
   * @param none null, of its type
   */
  private static Dataset<Row> cleaned(
      Dataset<Row> read, TableSchema schema, Column rejection, Column none) {
    var columns = new ArrayList<>(about());
    columns.addAll(named(schema.names()));
    // Spark pulls filters through what it takes for deterministic, and would read each text twice.
    Column never = when(spark_partition_id().lt(0), none);
    columns.add(Rejections.named(coalesce(rejection, never)));
    return select(read, columns);
  }

  /** As {@link #cleaned}, with the first fault of those found and the checks. */
  static Dataset<Row> firstCleaned(Dataset<Row> read, TableSchema schema, List<Column> found) {
    return cleaned(read, schema, Rejections.first(found, schema), Rejections.none());
  }

  /** As {@link #cleaned}, with every fault; those of form and columns are in {@link #FOUND}. */
  static Dataset<Row> allCleaned(Dataset<Row> read, TableSchema schema) {
    Column all = Rejections.all(col(FOUND), schema, empty(read, schema));
    return cleaned(read, schema, all, Rejections.noneOfAll());
  }

  /** The columns of a raw row that are about it. */
  static List<Column> about() {
    return Stream.of(RawRows.SOURCE, RawRows.LINE, RawRows.RAW, RawRows.FAULT, RawRows.FAULT_CODE)
        .map(Columns::named)
        .toList();
  }

  private static List<Column> faultsOfColumns(Dataset<Row> read, TableSchema schema) {
    List<String> columns = Arrays.asList(read.columns());
    var faults = new ArrayList<Column>();
    List<ColumnRule> rules = schema.columns();
    for (int i = 0; i < rules.size(); i++) {
      ColumnRule rule = rules.get(i);
      Column text = col(columns.contains(UNUSUAL + i) ? UNUSUAL + i : TEXT + i);
      Column reason = TextValue.reason(rule, text, col(SHAPED + i), Columns.named(rule.name()));
      faults.add(Rejections.ofColumn(rule, text, reason));
    }
    return faults;
  }

  private static List<Column> named(List<String> names) {
    return names.stream().map(Columns::named).toList();
  }

  static Dataset<Row> select(Dataset<Row> rows, List<Column> columns) {
    return rows.select(columns.toArray(Column[]::new));
  }

  static void requireConditions(Dataset<Row> raw, TableSchema schema) {
    Dataset<Row> empty = empty(raw, schema);
    var faults = new Faults();
    for (RowCheck check : schema.checks()) {
      try {
        DataType type = empty.select(expr(check.condition())).schema().apply(0).dataType();
        if (!(type instanceof BooleanType)) {
          faults.add(
              fault(
                  schema,
                  check.position(),
                  String.format(Locale.ROOT, "%s is no condition", type.sql())));
        }
      } catch (Exception e) { // checked in Scala, and so not declared
        int position = check.position() + SchemaParser.offset(e);
        faults.add(fault(schema, position, SchemaParser.firstSentence(e)));
      }
    }
    faults.throwIfAny();
  }

  /** The schema's columns, without rows, in the session of others. */
  private static Dataset<Row> empty(Dataset<Row> rows, TableSchema schema) {
    return rows.sparkSession()
        .createDataFrame(List.of(RowFactory.create()).subList(0, 0), schema.type());
  }

  private static String fault(TableSchema schema, int position, String reason) {
    return "Invalid --schema:" + SchemaParser.caret(schema.text(), position, reason);
  }
}
