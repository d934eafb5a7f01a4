package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.col;

import dev.p3.data.raw.RawRows;
import dev.p3.data.raw.RowFault;
import dev.p3.table.Columns;
import java.time.ZoneId;
import java.util.ArrayList;
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
 * rows, with an exception for each fault. Only the checks, which are SQL, are left to Spark. Little
 * is compiled for it, and so it is also the way for tables of very many columns.
 */
final class Tangled {
  private static final Logger LOG = LogManager.getLogger(Tangled.class);

  private Tangled() {}

  /** The same rows as {@link Ingest#clean}. */
  static Dataset<Row> clean(Dataset<Row> raw, TableSchema schema, WhichFaults which) {
    Ingest.requireConditions(raw, schema);
    String zone = raw.sparkSession().conf().get("spark.sql.session.timeZone");
    Column[] columns =
        Stream.concat(Ingest.about().stream(), schema.names().stream().map(Columns::named))
            .toArray(Column[]::new);
    Dataset<Row> read =
        raw.select(columns)
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>)
                    rows ->
                        new Loop(
                            rows, schema, checked(schema), which, new TextReader(ZoneId.of(zone))),
                Encoders.row(type(schema)));
    if (which == WhichFaults.ALL) {
      return Ingest.allCleaned(read, schema);
    }
    return Ingest.firstCleaned(read, schema, List.of(col(Ingest.FOUND).getItem(0)));
  }

  /** About the row; the typed columns; the texts that failed checks show; the faults. */
  private static StructType type(TableSchema schema) {
    var type =
        new StructType()
            .add(RawRows.SOURCE, DataTypes.StringType)
            .add(RawRows.LINE, DataTypes.LongType)
            .add(RawRows.RAW, DataTypes.StringType)
            .add(RawRows.FAULT, DataTypes.StringType)
            .add(RawRows.FAULT_CODE, DataTypes.StringType);
    for (var field : schema.type().fields()) {
      type = type.add(field);
    }
    for (int column : checked(schema)) {
      type = type.add(Ingest.TEXT + column, DataTypes.StringType);
    }
    return type.add(Ingest.FOUND, DataTypes.createArrayType(StructType.fromDDL(Rejections.FIELDS)));
  }

  /** The places of the columns that are declared with a check. */
  private static List<Integer> checked(TableSchema schema) {
    List<String> names = schema.names();
    return schema.checks().stream()
        .map(check -> names.indexOf(check.column()))
        .filter(column -> column >= 0)
        .distinct()
        .toList();
  }

  private record Loop(
      Iterator<Row> rows,
      TableSchema schema,
      List<Integer> checked,
      WhichFaults which,
      TextReader reader)
      implements Iterator<Row> {
    private static final int ABOUT = 5;

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      int columns = schema.columns().size();
      Object[] values = new Object[ABOUT + columns + checked.size() + 1];
      for (int i = 0; i < ABOUT; i++) {
        values[i] = row.get(i);
      }
      boolean isBroken = row.get(ABOUT - 1) != null;
      var faults = new ArrayList<Row>();
      if (isBroken) {
        faults.add(RowFactory.create(null, null, row.get(ABOUT - 1), row.get(ABOUT - 2)));
      }
      for (int i = 0; i < columns; i++) {
        String text = row.getString(ABOUT + i);
        try {
          values[ABOUT + i] = value(text, schema.columns().get(i));
        } catch (IllegalArgumentException e) {
          if (!isBroken && (which == WhichFaults.ALL || faults.isEmpty())) {
            faults.add(fault(schema.columns().get(i), text, e.getMessage()));
          }
        }
      }
      for (int i = 0; i < checked.size(); i++) {
        values[ABOUT + columns + i] = row.get(ABOUT + checked.get(i));
      }
      if (!faults.isEmpty()) {
        LOG.debug("Bad row at {}:{}: {}", row.get(0), row.get(1), faults);
        values[values.length - 1] = faults.toArray();
      }
      return RowFactory.create(values);
    }

    private static Row fault(ColumnRule rule, String text, String reason) {
      RowFault fault = reason.equals(Reasons.MISSING) ? RowFault.NULL : RowFault.CAST;
      return RowFactory.create(rule.name(), text, fault.name(), reason);
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
