package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.SummaryPlan.Pair;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Gathers the pairs of columns of a partition. At most {@link PartitionSummary#MOST_VALUES} pairs
 * of values are counted one by one; when there are more, the largest tables of counts give way. Not
 * thread-safe.
 */
final class PairSummary {
  private final List<Pair> pairs;
  private final PairAccumulator[] accumulators;
  private final PairAccumulator.Rooms rooms = new PairAccumulator.Rooms();
  private long held;

  PairSummary(SummaryPlan plan) {
    this.pairs = plan.pairs();
    this.accumulators =
        pairs.stream()
            .map(pair -> new PairAccumulator(plan.isWide(pair)))
            .toArray(PairAccumulator[]::new);
  }

  /** The parts about pairs alone of a partition of the numeric columns; numbers start from 0. */
  static Iterator<PartialAggregate> of(SummaryPlan plan, Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return List.<PartialAggregate>of().iterator();
    }
    var summary = new PairSummary(plan);
    NumericBlock block = plan.block();
    while (rows.hasNext()) {
      if (block.add(rows.next())) {
        summary.add(block);
        block.clear();
      }
    }
    summary.add(block);
    return summary.parts(0).iterator();
  }

  void add(NumericBlock block) {
    for (int i = 0; i < accumulators.length; i++) {
      int before = accumulators[i].held();
      accumulators[i].add(block, pairs.get(i).left(), pairs.get(i).right(), rooms);
      held += accumulators[i].held() - before;
      if (held > PartitionSummary.MOST_VALUES) {
        dropLargest();
      }
    }
  }

  Stream<PartialAggregate> parts(int firstNumber) {
    return IntStream.range(0, accumulators.length)
        .mapToObj(i -> new PartialAggregate(firstNumber + i, null, accumulators[i].packed(), null));
  }

  /** Makes room for a while, so that this need not be done for each pair again. */
  private void dropLargest() {
    List<PairAccumulator> largestFirst =
        Arrays.stream(accumulators)
            .sorted(Comparator.comparingInt(PairAccumulator::held).reversed())
            .toList();
    for (int i = 0; held > PartitionSummary.MOST_VALUES * 3L / 4; i++) {
      held -= largestFirst.get(i).held();
      largestFirst.get(i).dropCounts();
    }
  }
}
