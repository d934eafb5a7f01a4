package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-spark")
class CombiningCounterTest {
  private static final int MOST_BYTES = 1 << 20;

  private final AtomicInteger linesTaken = new AtomicInteger();

  @Test
  void handsOnBeforeItHasReadAllWhenTokensAreMany() {
    Iterator<PartialCount> counts = counter(1_000_000, line -> "token" + line);

    int mostHeld = 0;
    var total = new HashMap<String, Long>();
    int rows = 0;
    while (counts.hasNext()) {
      mostHeld = Math.max(mostHeld, linesTaken.get() - rows);
      PartialCount count = counts.next();
      total.merge(count.token(), count.count(), Long::sum);
      rows++;
    }

    assertThat(mostHeld).isLessThanOrEqualTo(MOST_BYTES / 24); // an entry of a token of 6 to 12
    assertThat(rows).isEqualTo(1_000_000);
    assertThat(total).hasSize(1_000_000);
    assertThat(total.values()).allMatch(count -> count == 1);
  }

  @Test
  void handsOnBeforeItHasReadAllWhenTokensAreLong() {
    Iterator<PartialCount> counts = counter(10_000, line -> line + "x".repeat(10_000));

    counts.next();

    assertThat(linesTaken.get()).isBetween(2, 500);
  }

  @Test
  void countsATokenOnceWhenMemoryAllows() {
    assertThat(all(counter(1_000_000, line -> "a")))
        .containsExactly(new PartialCount("a", 1_000_000, 0));
  }

  @Test
  void givesPartialCountsWhoseSumIsRight() {
    int distinct = 100_003; // more than fit at once, so each is handed on several times
    Iterator<PartialCount> counts =
        counter(500_015, line -> (line % distinct) + " frequent " + (line * 7L % distinct));

    List<PartialCount> rows = all(counts);
    Map<String, Long> total = sum(rows);

    assertThat(total).hasSize(distinct + 1).containsEntry("frequent", 500_015L);
    assertThat(total.entrySet())
        .filteredOn(entry -> !entry.getKey().equals("frequent"))
        .allMatch(entry -> entry.getValue() == 10);
    assertThat(rows).filteredOn(row -> row.token().equals("frequent")).hasSizeGreaterThan(1);
  }

  @Test
  void reportsMalformedBytesOnceAndApart() {
    byte[] malformed = {'a', ' ', (byte) 0x80, (byte) 0x80};
    List<PartialCount> rows = all(counter(List.of(malformed, malformed).iterator()));

    assertThat(rows)
        .containsExactlyInAnyOrder(
            new PartialCount("a", 2, 0),
            new PartialCount("\uFFFD\uFFFD", 2, 0),
            new PartialCount(null, 0, 4));
  }

  @Test
  void reportsMalformedBytesOfLinesWithoutAToken() {
    var words = new LineTokens(Tokens.WORDS, UTF_8, Set.of());
    byte[] malformed = {(byte) 0x80};
    List<PartialCount> rows =
        all(asText(new CombiningCounter(List.of(malformed, malformed).iterator(), words)));

    assertThat(rows).containsExactly(new PartialCount(null, 0, 2));
  }

  @Test
  void endsAsAnIteratorDoes() {
    Iterator<PartialCount> counts = counter(1, line -> "a");

    assertThat(counts.hasNext()).isTrue();
    assertThat(counts.hasNext()).isTrue();
    assertThat(counts.next().token()).isEqualTo("a");
    assertThat(counts.hasNext()).isFalse();
    assertThat(counts.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(counts::next);
  }

  @Test
  void givesNothingForNoLinesAndForEmptyLines() {
    assertThat(all(counter(0, line -> "a"))).isEmpty();
    assertThat(all(counter(1000, line -> " "))).isEmpty();
  }

  @Test
  void leavesStopWordsOutInBothVariants() {
    byte[] line = "the whale the sea".getBytes(UTF_8);
    var combined =
        asText(
            new CombiningCounter(
                Arrays.asList(line, line).iterator(),
                new LineTokens(Tokens.WORDS, UTF_8, Set.of("the"))));
    var each =
        new EveryToken(
            Arrays.asList(line, line).iterator(),
            new LineTokens(Tokens.WORDS, UTF_8, Set.of("the")));

    assertThat(sum(all(combined))).isEqualTo(Map.of("whale", 2L, "sea", 2L));
    assertThat(all(each))
        .extracting(PartialCount::token)
        .containsExactly("whale", "sea", "whale", "sea");
  }

  private Iterator<PartialCount> counter(int lines, IntFunction<String> line) {
    return counter(
        IntStream.range(0, lines).mapToObj(i -> line.apply(i).getBytes(UTF_8)).iterator());
  }

  private Iterator<PartialCount> counter(Iterator<byte[]> lines) {
    Iterator<byte[]> counted =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return lines.hasNext();
          }

          @Override
          public byte[] next() {
            linesTaken.incrementAndGet();
            return lines.next();
          }
        };
    return asText(
        new CombiningCounter(
            counted, new LineTokens(Tokens.WHITESPACE, UTF_8, Set.of()), MOST_BYTES));
  }

  /** What the blocks hold, in turn. */
  static Iterator<PartialCount> asText(CombiningCounter counts) {
    Iterable<TokenBlock> blocks = () -> counts;
    return StreamSupport.stream(blocks.spliterator(), false)
        .flatMap(CombiningCounterTest::asText)
        .iterator();
  }

  private static Stream<PartialCount> asText(TokenBlock block) {
    if (block.counts().length == 0) {
      return Stream.of(new PartialCount(null, 0, block.malformedBytes()));
    }
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(new MergedCounts(List.of(block).iterator()), 0),
            false)
        .map(counted -> new PartialCount(new String(counted.token(), UTF_8), counted.count(), 0));
  }

  private static List<PartialCount> all(Iterator<PartialCount> counts) {
    Iterable<PartialCount> rows = () -> counts;
    return StreamSupport.stream(rows.spliterator(), false).toList();
  }

  private static Map<String, Long> sum(List<PartialCount> counts) {
    var total = new HashMap<String, Long>();
    counts.forEach(count -> total.merge(count.token(), count.count(), Long::sum));
    return total;
  }
}
