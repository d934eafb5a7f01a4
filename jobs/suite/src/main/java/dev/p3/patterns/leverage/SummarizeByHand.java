package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.Layout.Design;
import dev.p3.patterns.leverage.Layout.Pair;
import dev.p3.patterns.leverage.Layout.TableColumn;
import dev.p3.table.Columns;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The twin: what people write first. Each column and each pair of columns is read on its own and
 * brought to the driver, and formulas are taken from a textbook as they stand there: they lose
 * digits where numbers are large beside their spread, and the table must fit the driver.
 */
final class SummarizeByHand {
  private SummarizeByHand() {}

  static Summary summary(Dataset<Row> table, SummarizeOptions options) {
    Layout layout = Layout.of(table, options.regress());
    var columns = new ArrayList<ColumnFigures>();
    for (int i = 0; i < layout.columns().size(); i++) {
      Layout single = layout.only(i);
      columns.add(column(single.projected(table).collectAsList(), single.columns().get(0).kind()));
    }
    var pairs = new ArrayList<PairFigures>();
    for (Pair pair : layout.pairs()) {
      pairs.add(pair(table, layout.numericColumn(pair.left()), layout.numericColumn(pair.right())));
    }
    Optional<Fit> fit = options.regress().map(formula -> fit(formula, table, layout));
    return new Summary(layout, columns, pairs, 0, fit);
  }

  private static ColumnFigures column(List<Row> rows, ColumnKind kind) {
    var extremes = new Extremes(kind);
    Set<Object> distinct = new HashSet<>();
    long[] keys = new long[rows.size()];
    int count = 0;
    for (Row row : rows) {
      Object value = row.get(0);
      if (value == null) {
        continue;
      }
      long key = kind == ColumnKind.TEXT ? row.getLong(1) : kind.key(value);
      keys[count++] = key;
      if (kind.isComparable()) {
        extremes.add(key, value);
        distinct.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : (Object) key);
      }
    }
    keys = Arrays.copyOf(keys, count);
    Arrays.sort(keys);
    String[] quartiles = kind.isOrdered() ? quartiles(keys, kind) : new String[3];
    double[] moments = kind.isNumeric() ? moments(keys, kind) : new double[4];
    boolean hasMean = kind.isNumeric() && count > 0;
    boolean varies = hasMean && distinct.size() > 1;
    return new ColumnFigures(
        count,
        rows.size() - count,
        hasMean ? moments[0] : null,
        hasMean && count > 1 ? moments[1] : null,
        extremes.least(),
        quartiles[0],
        quartiles[1],
        quartiles[2],
        extremes.greatest(),
        varies ? moments[2] : null,
        varies ? moments[3] : null,
        kind.isComparable() ? (long) distinct.size() : null,
        hasMean ? notFinite(keys, kind, true) : 0,
        hasMean ? notFinite(keys, kind, false) : 0,
        false,
        new double[0]);
  }

  private static long notFinite(long[] keys, ColumnKind kind, boolean nan) {
    return Arrays.stream(keys)
        .mapToDouble(kind::number)
        .filter(number -> nan ? Double.isNaN(number) : Double.isInfinite(number))
        .count();
  }

  /** Mean, standard deviation, skewness and kurtosis by sums of powers. */
  private static double[] moments(long[] keys, ColumnKind kind) {
    double n = keys.length;
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    double fourths = 0;
    for (long key : keys) {
      double x = kind.number(key);
      sum += x;
      squares += x * x;
      cubes += x * x * x;
      fourths += x * x * x * x;
    }
    double mean = sum / n;
    double variance = squares / n - mean * mean;
    double third = cubes / n - 3 * mean * squares / n + 2 * mean * mean * mean;
    double fourth =
        fourths / n
            - 4 * mean * cubes / n
            + 6 * mean * mean * squares / n
            - 3 * mean * mean * mean * mean;
    return new double[] {
      mean,
      Math.sqrt((squares - sum * sum / n) / (n - 1)),
      third / Math.pow(variance, 1.5),
      fourth / (variance * variance) - 3
    };
  }

  private static String[] quartiles(long[] sorted, ColumnKind kind) {
    String[] quartiles = new String[3];
    for (int q = 1; q <= 3 && sorted.length > 0; q++) {
      double place =
          kind.isNumeric()
              ? q / 4.0 * (sorted.length - 1)
              : Math.max(0, Math.ceil(q / 4.0 * sorted.length) - 1);
      int below = (int) Math.floor(place);
      quartiles[q - 1] =
          SortedValues.interpolated(
              kind, sorted[below], sorted[(int) Math.ceil(place)], place - below);
    }
    return quartiles;
  }

  private static PairFigures pair(Dataset<Row> table, TableColumn left, TableColumn right) {
    List<Row> rows =
        table
            .select(
                Columns.named(left.name()).cast("double").as("left"),
                Columns.named(right.name()).cast("double").as("right"))
            .collectAsList();
    var lefts = new ArrayList<Double>();
    var rights = new ArrayList<Double>();
    for (Row row : rows) {
      if (!row.isNullAt(0) && !row.isNullAt(1)) {
        lefts.add(row.getDouble(0));
        rights.add(row.getDouble(1));
      }
    }
    return new PairFigures(
        lefts.size(), correlation(lefts, rights), correlation(ranks(lefts), ranks(rights)), true);
  }

  private static Fit fit(Formula formula, Dataset<Row> table, Layout layout) {
    Layout numeric = layout.numericOnly();
    Design design = layout.design().orElseThrow();
    var values = new ArrayList<double[]>();
    for (Row row : numeric.projected(table).collectAsList()) {
      double[] numbers = new double[row.length()];
      for (int i = 0; i < numbers.length; i++) {
        ColumnKind kind = numeric.columns().get(i).kind();
        numbers[i] = row.isNullAt(i) ? Double.NaN : kind.number(kind.key(row.get(i)));
      }
      values.add(design.values(numbers));
    }
    return NormalEquations.fit(Regressions.names(formula), formula.hasIntercept(), design, values);
  }

  private static Double correlation(List<Double> lefts, List<Double> rights) {
    double n = lefts.size();
    double left = 0;
    double right = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    double products = 0;
    for (int i = 0; i < lefts.size(); i++) {
      double x = lefts.get(i);
      double y = rights.get(i);
      left += x;
      right += y;
      leftSquares += x * x;
      rightSquares += y * y;
      products += x * y;
    }
    double leftSpread = n * leftSquares - left * left;
    double rightSpread = n * rightSquares - right * right;
    return leftSpread == 0 || rightSpread == 0
        ? null
        : (Double) ((n * products - left * right) / Math.sqrt(leftSpread * rightSpread));
  }

  private static List<Double> ranks(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    Map<Double, double[]> sumAndCount = new HashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      double[] of = sumAndCount.computeIfAbsent(sorted.get(i), any -> new double[2]);
      of[0] += i + 1;
      of[1]++;
    }
    return values.stream()
        .map(value -> sumAndCount.get(value)[0] / sumAndCount.get(value)[1])
        .toList();
  }
}
