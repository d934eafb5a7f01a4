package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import dev.p3.data.raw.RawRows;
import dev.p3.table.Columns;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The twin: one loop over rows that reads values, notes what is wrong with them, logs it, and makes
 * rows, with an exception for each fault. Only the checks, which are SQL, are left to Spark.
 */
final class Tangled {
  private static final Logger LOG = LogManager.getLogger(Tangled.class);
  private static final String FAULT = "__p3_loop_";
  private static final List<String> REJECTION = List.of("column", "value", "reason");

  private Tangled() {}

  /** The same rows as {@link Ingest#clean}. */
  static Dataset<Row> clean(Dataset<Row> raw, TableSchema schema) {
    Ingest.requireConditions(raw, schema);
    String zone = raw.sparkSession().conf().get("spark.sql.session.timeZone");
    Column[] columns =
        Stream.concat(Ingest.about().stream(), schema.names().stream().map(Columns::named))
            .toArray(Column[]::new);
    Dataset<Row> read =
        raw.select(columns)
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>)
                    rows -> new Loop(rows, schema, new TextReader(ZoneId.of(zone))),
                Encoders.row(type(schema)));
    Column rejection =
        when(
            col(FAULT + "reason").isNotNull(),
            Ingest.rejection(col(FAULT + "column"), col(FAULT + "value"), col(FAULT + "reason")));
    return Ingest.cleaned(read, schema, coalesce(rejection, Ingest.failedCheck(schema)));
  }

  /** About the row; the typed columns; the texts that failed checks show; the fault. */
  private static StructType type(TableSchema schema) {
    var type =
        new StructType()
            .add(RawRows.SOURCE, DataTypes.StringType)
            .add(RawRows.LINE, DataTypes.LongType)
            .add(RawRows.RAW, DataTypes.StringType)
            .add(RawRows.FAULT, DataTypes.StringType);
    for (var field : schema.type().fields()) {
      type = type.add(field);
    }
    for (int i = 0; i < schema.columns().size(); i++) {
      type = type.add(Ingest.TEXT + i, DataTypes.StringType);
    }
    for (String part : REJECTION) {
      type = type.add(FAULT + part, DataTypes.StringType);
    }
    return type;
  }

  private record Loop(Iterator<Row> rows, TableSchema schema, TextReader reader)
      implements Iterator<Row> {
    private static final int ABOUT = 4;

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      int columns = schema.columns().size();
      Object[] values = new Object[ABOUT + 2 * columns + REJECTION.size()];
      for (int i = 0; i < ABOUT; i++) {
        values[i] = row.get(i);
      }
      int rejection = ABOUT + 2 * columns;
      values[rejection + 2] = row.getString(ABOUT - 1);
      for (int i = 0; i < columns; i++) {
        String text = row.getString(ABOUT + i);
        values[ABOUT + columns + i] = text;
        try {
          values[ABOUT + i] = value(text, schema.columns().get(i));
        } catch (IllegalArgumentException e) {
          if (values[rejection + 2] == null) {
            values[rejection] = schema.columns().get(i).name();
            values[rejection + 1] = text;
            values[rejection + 2] = e.getMessage();
          }
        }
      }
      if (values[rejection + 2] != null) {
        LOG.debug("Bad row at {}:{}: {}", row.get(0), row.get(1), values[rejection + 2]);
      }
      return RowFactory.create(values);
    }

    private Object value(String text, ColumnRule rule) {
      boolean isNull = text == null || (!rule.isText() && text.replace(" ", "").isEmpty());
      if (!isNull) {
        return reader.value(text, rule);
      }
      if (rule.isRequired()) {
        throw new IllegalArgumentException(Reasons.MISSING);
      }
      return null;
    }
  }
}
