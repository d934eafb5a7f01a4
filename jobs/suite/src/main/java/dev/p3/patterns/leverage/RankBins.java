package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.SummaryPlan.Pair;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Rank correlations of pairs that have too many different values to be counted one by one: values
 * go into bins of about equally many rows, and the bins are ranked. The rows of a bin share their
 * mean rank, so that with B bins about 1/B² of the correlation is lost.
 *
 * @param plan of the numeric columns alone
 * @param lefts the pairs' left columns, by their indexes among the numeric ones
 * @param rights the pairs' right columns
 * @param bounds of each numeric column's bins
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
public record RankBins(SummaryPlan plan, int[] lefts, int[] rights, List<Bounds> bounds) {
  static final int MOST_BINS = 512;

  /** So many pairs with so few bins fill a task's room for counts. */
  static final int MOST_PAIRS = 128;

  private static final int FEWEST_BINS = 64;

  /** For at most {@link #MOST_PAIRS} pairs. */
  static RankBins of(SummaryPlan plan, List<Pair> pairs, List<Bounds> bounds) {
    int bins = MOST_BINS;
    while (bins > FEWEST_BINS && (long) bins * bins * pairs.size() > PartitionSummary.MOST_VALUES) {
      bins /= 2;
    }
    int step = MOST_BINS / bins;
    return new RankBins(
        plan,
        pairs.stream().mapToInt(Pair::left).toArray(),
        pairs.stream().mapToInt(Pair::right).toArray(),
        bounds.stream().map(all -> all.everyNth(step)).toList());
  }

  /** Counts the pairs of bins of a partition. */
  static Iterator<PartialAggregate> parts(RankBins bins, Iterator<Row> rows) {
    Counts[] counts = Stream.generate(Counts::new).limit(bins.lefts.length).toArray(Counts[]::new);
    int[] found = new int[bins.bounds.size()];
    while (rows.hasNext()) {
      bins.find(rows.next(), found);
      for (int i = 0; i < counts.length; i++) {
        int left = found[bins.lefts[i]];
        int right = found[bins.rights[i]];
        if (left >= 0 && right >= 0) {
          counts[i].add(left, right, 1);
        }
      }
    }
    return IntStream.range(0, counts.length)
        .mapToObj(
            i -> {
              var pair = new PairAccumulator.Packed(CoMoments.NONE, false, counts[i].table());
              return new PartialAggregate(i, null, pair, null);
            })
        .iterator();
  }

  /** The rank correlation of one pair, from the counts of all partitions. */
  static PartialAggregate.Whole whole(int number, Iterator<PartialAggregate> parts) {
    var counts = new Counts();
    parts.forEachRemaining(part -> counts.addAll(part.pair().counts()));
    Double spearman = RankCorrelation.of(counts.table());
    return new PartialAggregate.Whole(number, null, PairFigures.NONE.withSpearman(spearman), null);
  }

  /** The bin of each numeric column's value; -1 for null. */
  private void find(Row row, int[] found) {
    for (int i = 0; i < found.length; i++) {
      ColumnKind kind = plan.columns().get(i).kind();
      Object value = row.get(i);
      if (value == null) {
        found[i] = -1;
      } else {
        found[i] = bounds.get(i).bin(kind.key(value), kind.low(value));
      }
    }
  }
}
