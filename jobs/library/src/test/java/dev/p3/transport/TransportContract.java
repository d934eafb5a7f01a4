package dev.p3.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.p3.transport.ColumnSums.Scaled;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every transport promises. A new one inherits these tests. */
public abstract class TransportContract {
  private static final int COLUMNS = 3;
  private static final int ROWS = 1000;
  private static final double BOUND = 1e6;
  private static final int ROUNDS = 5;

  /** The transport under test. */
  protected abstract Transport transport();

  /** How many partitions it can have here at the most. */
  protected int mostPartitions() {
    return 64;
  }

  @BeforeEach
  void isAvailable() {
    Optional<String> whyNot = transport().whyNot(parts(rows(1), 1, 1));
    assumeThat(whyNot).as(() -> whyNot.orElse("")).isEmpty();
  }

  @Test
  void resultsAreEqualToTheBitWhateverThePartitions() {
    String expected = serial(rows(ROWS));

    for (int partitions : new int[] {1, 2, 3, 5, 64}) {
      int most = Math.min(partitions, mostPartitions());
      assertThat(bits(run(parts(rows(ROWS), most, 17))))
          .as(most + " partitions")
          .isEqualTo(expected);
    }
  }

  @Test
  void resultsAreEqualToTheBitWhateverTheOrderOfRows() {
    List<double[]> permuted = rows(ROWS);
    Collections.shuffle(permuted, new Random(5));

    assertThat(bits(run(parts(permuted, 2, 100)))).isEqualTo(serial(rows(ROWS)));
  }

  @Test
  void aMillionPointsGiveTheSameBits() {
    List<double[]> rows = rows(1_000_000);

    assertThat(bits(run(parts(rows, Math.min(2, mostPartitions()), ColumnBlock.USUAL_ROWS))))
        .isEqualTo(
            bits(new SerialTransport().run(job(), parts(rows, 1, 1000), ColumnSums.first())));
  }

  @Test
  void partitionsMayBeEmpty() {
    List<List<ColumnBlock>> partitions = new ArrayList<>(blocks(rows(ROWS), 1, 100));
    partitions.add(0, List.of());
    if (mostPartitions() > 2) {
      partitions.add(List.of());
    }

    assertThat(bits(run(Parts.of(partitions)))).isEqualTo(serial(rows(ROWS)));
  }

  @Test
  void onePointIsEnoughAndNoneIsZero() {
    assertThat(bits(run(parts(rows(1), 1, 1)))).isEqualTo(serial(rows(1)));
    assertThat(run(Parts.of(List.of(List.of()))).last().sums()).containsOnly(0.0);
    assertThat(run(Parts.of(List.of(List.of(), List.of()))).last().sums()).containsOnly(0.0);
  }

  @Test
  void sumsAreThoseOfExactArithmetic() {
    Rounds<Scaled> rounds = run(parts(rows(ROWS), 2, 10));

    for (int j = 0; j < COLUMNS; j++) {
      BigDecimal exact = BigDecimal.ZERO;
      for (double[] row : rows(ROWS)) {
        exact = exact.add(new BigDecimal(row[j]));
      }
      assertThat(rounds.figures().get(0)[j])
          .isCloseTo(exact.doubleValue(), within(2 * Math.ulp(exact.doubleValue())));
    }
  }

  @Test
  void keepsTheFiguresOfEachRound() {
    Rounds<Scaled> rounds = run(parts(rows(ROWS), 2, 100));

    assertThat(rounds.count()).isEqualTo(ROUNDS);
    assertThat(rounds.figures()).hasSize(ROUNDS);
    assertThat(rounds.figures().get(ROUNDS - 1)).isEqualTo(rounds.last().sums());
    assertThat(rounds.processes()).isPositive();
  }

  @Test
  void nothingIsDoneWhenTheFirstStateIsTheLast() {
    var done = new Scaled(ROUNDS, 1, new double[] {7});

    Rounds<Scaled> rounds = transport().run(job(), parts(rows(10), 2, 2), done);

    assertThat(rounds.last().sums()).containsExactly(7);
    assertThat(rounds.count()).isZero();
  }

  @Test
  void carriesKeysWhenItSaysSo() {
    assumeThat(transport().carriesKeys()).isTrue();
    Parts<String> words = Parts.of(List.of(List.of("abra", "cadabra"), List.of("", "bar")));

    assertThat(transport().run(new LetterCount(), words, LetterCount.first()).last().counts())
        .isEqualTo("=a6b3c1d1r3");
  }

  private Rounds<Scaled> run(Parts<ColumnBlock> parts) {
    return transport().run(job(), parts, ColumnSums.first());
  }

  private static ColumnSums job() {
    return new ColumnSums(COLUMNS, ROUNDS, BOUND);
  }

  private static String serial(List<double[]> rows) {
    return bits(new SerialTransport().run(job(), parts(rows, 1, 1000), ColumnSums.first()));
  }

  private static String bits(Rounds<Scaled> rounds) {
    var bits = new StringBuilder();
    rounds.figures().forEach(sums -> bits.append(Arrays.toString(longs(sums))));
    return bits.toString();
  }

  private static long[] longs(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  /** Numbers of many magnitudes, on which a plain sum depends on the order. */
  private static List<double[]> rows(int count) {
    var random = new Random(11);
    var rows = new ArrayList<double[]>();
    for (int i = 0; i < count; i++) {
      var row = new double[COLUMNS];
      for (int j = 0; j < COLUMNS; j++) {
        row[j] = Math.scalb(random.nextDouble() - 0.5, random.nextInt(12));
      }
      rows.add(row);
    }
    return rows;
  }

  private static Parts<ColumnBlock> parts(List<double[]> rows, int partitions, int rowsOfBlock) {
    return Parts.of(blocks(rows, partitions, rowsOfBlock));
  }

  private static List<List<ColumnBlock>> blocks(
      List<double[]> rows, int partitions, int rowsOfBlock) {
    List<List<ColumnBlock>> blocks = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      blocks.add(new ArrayList<>());
    }
    for (int from = 0, n = 0; from < rows.size(); from += rowsOfBlock, n++) {
      int size = Math.min(rowsOfBlock, rows.size() - from);
      var columns = new double[COLUMNS][size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < COLUMNS; j++) {
          columns[j][i] = rows.get(from + i)[j];
        }
      }
      blocks.get(n % partitions).add(new ColumnBlock(columns, size));
    }
    return blocks;
  }
}
