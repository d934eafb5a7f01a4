package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.SummaryPlan.TableColumn;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Gathers everything that one pass over a partition gives: its columns, its pairs of columns and
 * its regression. Memory is bounded: at most {@link #MOST_VALUES} values and as many pairs are
 * counted one by one; when there are more, the largest tables of counts give way. Not thread-safe.
 */
final class PartitionSummary {
  /** About 12 MB when all in one table. */
  static final int MOST_VALUES = 1 << 18;

  private final SummaryPlan plan;
  private final ColumnAccumulator[] columns;
  private final PairSummary pairs;
  private final QrAccumulator regression;
  private final NumericBlock block;
  private final ColumnStretch stretch = new ColumnStretch();

  private PartitionSummary(SummaryPlan plan) {
    this.plan = plan;
    this.columns =
        plan.columns().stream()
            .map(column -> new ColumnAccumulator(column.values(), plan.columns().size()))
            .toArray(ColumnAccumulator[]::new);
    this.pairs = new PairSummary(plan);
    this.regression = plan.design().map(QrAccumulator::new).orElse(null);
    this.block = plan.block();
  }

  /**
   * The parts of a partition; none when it has no rows.
   *
   * @param rows of {@link SummaryPlan#internal}, as Spark itself holds them; may be one object
   */
  static Iterator<PartialAggregate> of(SummaryPlan plan, Iterator<InternalRow> rows) {
    if (!rows.hasNext()) {
      return List.<PartialAggregate>of().iterator();
    }
    var summary = new PartitionSummary(plan);
    while (rows.hasNext()) {
      summary.add(rows.next());
    }
    summary.endBlock();
    return summary.parts().iterator();
  }

  /**
   * As {@link #of}, of batches that have all columns of the table in its order. Blocks are cut as
   * they are of rows, so that all figures are the same.
   *
   * @param batches may be one object
   */
  static Iterator<PartialAggregate> ofBatches(SummaryPlan plan, Iterator<ColumnarBatch> batches) {
    var summary = new PartitionSummary(plan);
    long rows = 0;
    while (batches.hasNext()) {
      ColumnarBatch batch = batches.next();
      rows += batch.numRows();
      summary.add(batch);
    }
    if (rows == 0) {
      return List.<PartialAggregate>of().iterator();
    }
    summary.endBlock();
    return summary.parts().iterator();
  }

  private void add(ColumnarBatch batch) {
    int from = 0;
    while (from < batch.numRows()) {
      int rows = Math.min(block.room(), batch.numRows() - from);
      int index = 0;
      for (int i = 0; i < columns.length; i++) {
        ColumnKind kind = plan.columns().get(i).kind();
        stretch.read(batch.column(i), kind, from, rows);
        stretch.addTo(columns[i]);
        if (kind.isNumeric()) {
          stretch.addTo(block, index++);
        }
      }
      from += rows;
      if (block.endRows(rows)) {
        endBlock();
      }
    }
  }

  private void add(InternalRow row) {
    int index = 0;
    for (int i = 0; i < columns.length; i++) {
      TableColumn column = plan.columns().get(i);
      ColumnKind kind = column.kind();
      int field = column.field();
      if (row.isNullAt(field)) {
        columns[i].addNull();
        if (kind.isNumeric()) {
          block.setNull(index++);
        }
        continue;
      }
      Object value = null;
      long low = 0;
      long key;
      if (kind == ColumnKind.TEXT) {
        value = row.getUTF8String(field);
        key = row.getLong(field + 1);
      } else if (kind == ColumnKind.WIDE_DECIMAL) {
        value =
            row.getDecimal(field, DecimalType.MAX_PRECISION(), column.values().scale())
                .toJavaBigDecimal();
        key = kind.key(value);
        low = kind.low(value);
      } else {
        key = kind.key(row, field, column.values().scale());
      }
      columns[i].add(key, low, value);
      if (kind.isNumeric()) {
        block.set(index++, key, low);
      }
    }
    if (block.endRow()) {
      endBlock();
    }
  }

  private void endBlock() {
    for (int index = 0; index < plan.numeric().length; index++) {
      columns[plan.numeric()[index]].addNumbers(block, index);
    }
    pairs.add(block);
    if (regression != null) {
      regression.add(block);
    }
    block.clear();
    boundValues();
  }

  private void boundValues() {
    while (Arrays.stream(columns).mapToLong(column -> column.distribution().held()).sum()
        > MOST_VALUES) {
      Arrays.stream(columns)
          .map(ColumnAccumulator::distribution)
          .max(Comparator.comparingInt(Distribution::held))
          .ifPresent(Distribution::sketch);
    }
  }

  private Stream<PartialAggregate> parts() {
    Stream<PartialAggregate> ofColumns =
        IntStream.range(0, columns.length)
            .mapToObj(i -> new PartialAggregate(i, columns[i].packed(), null, null));
    Stream<PartialAggregate> ofRegression =
        Stream.ofNullable(regression)
            .map(
                qr ->
                    new PartialAggregate(
                        columns.length + plan.pairs().size(), null, null, qr.packed()));
    return Stream.of(ofColumns, pairs.parts(columns.length), ofRegression).flatMap(parts -> parts);
  }
}
