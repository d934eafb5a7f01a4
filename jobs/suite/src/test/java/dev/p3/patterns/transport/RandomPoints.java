package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import dev.p3.transport.Parts;
import dev.p3.transport.Rounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Points to cluster, and what a run came to as text that differs when a bit does. */
final class RandomPoints {
  static final double LEAST = -8;
  static final double GREATEST = 8;

  private RandomPoints() {}

  static Parts<ColumnBlock> parts(int rows, int columns, int rowsOfBlock) {
    var random = new Random(7);
    List<ColumnBlock> blocks = new ArrayList<>();
    for (int from = 0; from < rows; from += rowsOfBlock) {
      int size = Math.min(rowsOfBlock, rows - from);
      var values = new double[columns][size];
      for (double[] column : values) {
        Arrays.setAll(column, i -> LEAST + random.nextDouble() * (GREATEST - LEAST));
      }
      blocks.add(new ColumnBlock(values, size));
    }
    return Parts.of(List.of(blocks));
  }

  static KMeansKernel kernel(int columns, int k, int iterations) {
    var least = new double[columns];
    var greatest = new double[columns];
    Arrays.fill(least, LEAST);
    Arrays.fill(greatest, GREATEST);
    return new KMeansKernel(new KMeansKernel.Settings(k, iterations, 0, 2, 42), least, greatest);
  }

  static String bits(Rounds<KMeansState> rounds) {
    var text = new StringBuilder();
    rounds.figures().forEach(figures -> text.append(bits(figures)));
    return text.append(bits(rounds.last().centers())).toString();
  }

  private static String bits(double[] values) {
    return Arrays.toString(Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray());
  }
}
