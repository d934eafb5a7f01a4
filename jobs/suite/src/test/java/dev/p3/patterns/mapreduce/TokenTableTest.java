package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** The table is held to a plain map of Strings. */
class TokenTableTest {
  private static final List<String> ALPHABETS =
      List.of("ab ", "aZ09_.',;: \t", "a é ж 日 \uD83D\uDE00 ß.İ'", "\u0000\u0001 \u00A0\u3000");

  @Property(tries = 300)
  void countsRandomTextAsAMapOfStringsDoes(
      @ForAll long seed, @ForAll Tokens kind, @ForAll @IntRange(min = 64, max = 100_000) int most) {
    List<byte[]> lines = randomLines(new Random(seed));
    var tokens = new LineTokens(kind, UTF_8, Set.of("a", "ß"));
    Map<String, Long> expected = new HashMap<>();
    lines.forEach(line -> tokens.forEach(line, token -> expected.merge(token, 1L, Long::sum)));
    long malformed = tokens.takeMalformedBytes();

    var counted = new HashMap<String, Long>();
    long malformedCounted = 0;
    var blocks = new ArrayList<TokenBlock>();
    new CombiningCounter(lines.iterator(), tokens, most).forEachRemaining(blocks::add);
    for (TokenBlock block : blocks) {
      malformedCounted += block.malformedBytes();
    }
    blocks.sort(Comparator.comparingInt(TokenBlock::bucket));
    new MergedCounts(blocks.iterator())
        .forEachRemaining(
            merged ->
                assertThat(counted.put(new String(merged.token(), UTF_8), merged.count()))
                    .isNull());

    assertThat(counted).isEqualTo(expected);
    assertThat(malformedCounted).isEqualTo(malformed);
  }

  @Test
  void keepsTokensApartWhoseBytesAreAlmostTheSame() {
    var table = TokenTable.ofAll(new TaskMemory.NoLimit(), 1 << 20);
    List<String> tokens =
        List.of("\0", "\0\0", "aaaaaaaa", "aaaaaaaa\0", "aaaaaaa", "\0aaaaaaaa", "aaaaaaab");
    tokens.forEach(token -> accept(table, token));
    tokens.forEach(token -> accept(table, token));

    assertThat(counts(table))
        .hasSize(7)
        .allSatisfy((token, count) -> assertThat(count).isEqualTo(2));
  }

  @Property(tries = 2000)
  void knowsATokenWhereverItStands(
      @ForAll @Size(max = 40) byte[] token,
      @ForAll @Size(max = 20) byte[] before,
      @ForAll @Size(max = 20) byte[] after,
      @ForAll @Size(max = 40) byte[] other) {
    byte[] text =
        ByteBuffer.allocate(before.length + token.length + after.length)
            .put(before)
            .put(token)
            .put(after)
            .array();
    int from = before.length;
    int to = from + token.length;
    var table = TokenTable.ofAll(new TaskMemory.NoLimit(), 1 << 20);

    table.accept(text, from, to);
    table.accept(other, 0, other.length);
    table.accept(token, 0, token.length);

    Map<ByteBuffer, Long> expected = new HashMap<>(Map.of(ByteBuffer.wrap(token), 2L));
    expected.merge(ByteBuffer.wrap(other), 1L, Long::sum);
    var counted = new HashMap<ByteBuffer, Long>();
    for (int entry = table.first(); entry != table.end(); entry = table.after(entry)) {
      counted.put(ByteBuffer.wrap(table.token(entry)), table.count(entry));
    }
    assertThat(counted).isEqualTo(expected);
  }

  @Test
  void carriesCountsAndTokensOfAnyLength() {
    byte[][] tokens = {new byte[0], new byte[24], new byte[25], new byte[127], new byte[20_000]};
    long[] counts = {1, 127, 128, 1L << 32, (1L << 57) - 1};
    var sent = TokenTable.ofAll(new TaskMemory.NoLimit(), 1 << 20);
    for (int i = 0; i < tokens.length; i++) {
      sent.add(tokens[i], 0, tokens[i].length, counts[i]);
    }
    var writer = new TokenBlock.Writer();
    for (int entry = sent.first(); entry != sent.end(); entry = sent.after(entry)) {
      writer.add(sent, entry);
    }
    var table = TokenTable.ofAll(new TaskMemory.NoLimit(), 1 << 20);
    var block = new TokenBlock(0, writer.take(), 0);
    block.addTo(table);
    block.addTo(table);

    var expected = new HashMap<String, Long>();
    for (int i = 0; i < tokens.length; i++) {
      expected.put(new String(tokens[i], UTF_8), 2 * counts[i]);
    }
    assertThat(counts(table)).isEqualTo(expected);
    assertThat(writer.take()).isEmpty();
  }

  @Test
  void takesALineThatNeedsMoreThanItMayHave() {
    var table = TokenTable.ofAll(new Refusing(), 64);
    String longToken = "x".repeat(1_000_000);
    assertThat(table.hasRoomForLine(1_000_000)).isTrue();
    accept(table, longToken);
    for (int i = 0; i < 10_000; i++) {
      accept(table, "t" + i);
    }

    assertThat(table.hasRoomForLine(1_000_000)).isFalse();
    assertThat(counts(table))
        .hasSize(10_001)
        .containsEntry(longToken, 1L)
        .containsEntry("t9999", 1L);
  }

  @Test
  void growsOnlyByWhatSparkGrantsAndGivesItBack() {
    List<Long> used =
        JavaSparkContext.fromSparkContext(LocalSpark.spark().sparkContext())
            .parallelize(List.of(1), 1)
            .map(
                one -> {
                  var manager = org.apache.spark.TaskContext.get().taskMemoryManager();
                  TaskMemory memory = TaskMemory.ofThisTask();
                  var table = TokenTable.ofAll(memory, 1 << 22);
                  for (int i = 0; table.hasRoomForLine(8); i++) {
                    accept(table, "token " + i);
                  }
                  long most = manager.getMemoryConsumptionForThisTask();
                  boolean tooMuch = memory.acquire(Long.MAX_VALUE / 4);
                  memory.release(Long.MAX_VALUE);
                  return Arrays.asList(
                      most, tooMuch ? 1L : 0L, manager.getMemoryConsumptionForThisTask());
                })
            .first();

    assertThat(used.get(0)).isBetween(1L << 21, 1L << 22);
    assertThat(used.get(1)).isZero();
    assertThat(used.get(2)).isZero();
  }

  private static List<byte[]> randomLines(Random random) {
    var lines = new ArrayList<byte[]>();
    for (int left = random.nextInt(60); left > 0; left--) {
      String alphabet = ALPHABETS.get(random.nextInt(ALPHABETS.size()));
      var line = new StringBuilder();
      for (int length = random.nextInt(random.nextInt(10) == 0 ? 2000 : 40); length > 0; length--) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      byte[] bytes = line.toString().getBytes(UTF_8);
      if (bytes.length > 0 && random.nextInt(10) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      lines.add(bytes);
    }
    return lines;
  }

  private static void accept(TokenTable table, String token) {
    byte[] bytes = token.getBytes(UTF_8);
    table.accept(bytes, 0, bytes.length);
  }

  private static Map<String, Long> counts(TokenTable table) {
    var counts = new HashMap<String, Long>();
    Consumer<Integer> put =
        entry -> counts.put(new String(table.token(entry), UTF_8), table.count(entry));
    for (int entry = table.first(); entry != table.end(); entry = table.after(entry)) {
      put.accept(entry);
    }
    return counts;
  }

  private static final class Refusing implements TaskMemory {
    @Override
    public boolean acquire(long bytes) {
      return false;
    }

    @Override
    public void release(long bytes) {}
  }
}
