package dev.p3.patterns.leverage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * What the correlations of pairs of numbers need, gathered one by one and merged: for Pearson's
 * {@link CoMoments} of blocks, for Spearman's the number of each different pair. Not thread-safe.
 *
 * <p>Memory: 10 KB at most for Pearson's; for Spearman's about 50 bytes for each different pair.
 */
public final class PairSums {
  private static final ColumnKind KIND = ColumnKind.DOUBLE;
  private static final int FEWEST = 16;
  private static final int MOST = 512;

  private CoMoments moments = CoMoments.NONE;
  private boolean hasNan;
  private double[] left = new double[FEWEST];
  private double[] right = new double[FEWEST];
  private int size;

  /** Null where ranks are not wanted. */
  private final Counts counts;

  /**
   * @param isRanked whether Spearman's correlation is wanted, else Pearson's
   */
  public PairSums(boolean isRanked) {
    this.counts = isRanked ? new Counts() : null;
  }

  /** Adds a pair. */
  public void add(double leftNumber, double rightNumber) {
    hasNan |= Double.isNaN(leftNumber) || Double.isNaN(rightNumber);
    if (counts != null) {
      counts.add(KIND.keyOf(leftNumber), KIND.keyOf(rightNumber), 1);
      return;
    }
    if (size == left.length) {
      if (size == MOST) {
        endBlock();
      } else {
        left = Arrays.copyOf(left, 2 * size);
        right = Arrays.copyOf(right, 2 * size);
      }
    }
    left[size] = leftNumber;
    right[size++] = rightNumber;
  }

  /** Adds what another one gathered, of the same sort. */
  public void add(PairSums other) {
    hasNan |= other.hasNan;
    if (counts != null) {
      counts.addAll(other.counts.table());
      return;
    }
    endBlock();
    other.endBlock();
    moments = moments.merge(other.moments);
  }

  private void endBlock() {
    moments = moments.merge(CoMoments.of(left, right, size));
    size = 0;
  }

  /**
   * The correlation: null when a side is constant or there are fewer than two pairs; NaN of NaN.
   */
  public Double correlation() {
    if (hasNan) {
      return Double.NaN;
    }
    endBlock();
    return counts == null ? moments.correlation() : RankCorrelation.of(counts.table());
  }

  /** What {@link #of} reads. */
  public byte[] toBytes() {
    endBlock();
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeBoolean(hasNan);
      if (counts == null) {
        out.writeLong(moments.count());
        for (double number :
            new double[] {
              moments.leftMean().value(),
              moments.leftMean().rest(),
              moments.rightMean().value(),
              moments.rightMean().rest(),
              moments.leftSecond(),
              moments.rightSecond(),
              moments.product()
            }) {
          out.writeDouble(number);
        }
      } else {
        Counts.Table table = counts.table();
        out.writeInt(table.size());
        for (int i = 0; i < table.size(); i++) {
          out.writeLong(table.left()[i]);
          out.writeLong(table.right()[i]);
          out.writeLong(table.count()[i]);
        }
      }
    } catch (IOException e) { // memory does not fail
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #toBytes} of one of the same sort gave. */
  public static PairSums of(byte[] bytes, boolean isRanked) {
    var sums = new PairSums(isRanked);
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      sums.hasNan = in.readBoolean();
      if (isRanked) {
        int pairs = in.readInt();
        for (int i = 0; i < pairs; i++) {
          sums.counts.add(in.readLong(), in.readLong(), in.readLong());
        }
      } else {
        sums.moments =
            new CoMoments(
                in.readLong(),
                CompensatedMean.of(in.readDouble(), in.readDouble()),
                CompensatedMean.of(in.readDouble(), in.readDouble()),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
      }
    } catch (IOException e) { // as above
      throw new UncheckedIOException(e);
    }
    return sums;
  }
}
