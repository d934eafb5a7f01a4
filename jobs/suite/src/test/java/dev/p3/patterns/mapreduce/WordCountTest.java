package dev.p3.patterns.mapreduce;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.sample;
import static dev.p3.patterns.Tables.table;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.scope.Scopes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordCountTest {
  private static final String WHITE_SPACE =
      "[\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]+";

  private final Scopes scopes = new Scopes(LocalSpark.spark());

  @AfterEach
  void closeScopes() {
    scopes.close();
  }

  @ParameterizedTest
  @EnumSource
  void countsTheWhiteSpaceTokensOfMobyDickAsPlainJavaDoes(Variant variant) throws IOException {
    Map<String, Long> expected =
        tokens(Files.readString(sample("moby-dick/moby-dick.txt")), WHITE_SPACE);
    Dataset<Row> lines =
        LocalSpark.spark().read().text(sample("moby-dick/moby-dick.txt").toString());

    Map<String, Long> counts = counts(variant, lines.repartition(3), options(Tokens.WHITESPACE));

    assertThat(counts).isEqualTo(expected);
    assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(208_160);
  }

  @ParameterizedTest
  @EnumSource
  void countsTheWordsOfPlainEnglishAsPlainJavaDoes(Variant variant) {
    var random = new Random(7);
    List<String> text =
        Stream.generate(() -> randomText(random, "abAB ,; -()!?\t")).limit(300).toList();

    Map<String, Long> counts = counts(variant, lines(text), options(Tokens.WORDS));

    assertThat(counts)
        .isEqualTo(tokens(String.join("\n", text).toLowerCase(Locale.ROOT), "[^a-z]+"));
  }

  @ParameterizedTest
  @EnumSource(Tokens.class)
  void countsAlikeInBothVariantsInAnyLanguage(Tokens tokens) {
    var random = new Random(42);
    List<String> text =
        Stream.generate(
                () ->
                    randomText(
                        random,
                        "aZß İıΣσς жЖ אב ابن हिंदी ไทย 日本語 中文 한글 é e\u0301 👍🏽 𐐀 12.3 '’.-_\u00A0\u3000\u200B\u00AD\uFFFD"))
            .limit(500)
            .toList();

    Map<String, Long> combined = counts(Variant.COMBINED, lines(text), options(tokens));

    assertThat(combined).hasSizeGreaterThan(300);
    assertThat(counts(Variant.GROUPED, lines(text), options(tokens))).isEqualTo(combined);
    if (tokens == Tokens.WHITESPACE) {
      assertThat(combined).isEqualTo(tokens(String.join("\n", text), WHITE_SPACE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesOutTokensThatOccurLessThanTheMinimum(Variant variant) {
    var options = new WordCountOptions(Tokens.WORDS, 2, OptionalLong.empty(), UTF_8);

    assertThat(counts(variant, lines(List.of("a b b c c c", "c d")), options))
        .isEqualTo(Map.of("b", 2L, "c", 4L));
  }

  @ParameterizedTest
  @EnumSource
  void ordersTheTopByCountThenByCodePoint(Variant variant) {
    // By UTF-16 unit, U+1F600 (D83D DE00) would come before U+E000 and U+FF21.
    String last = "\uD83D\uDE00";
    var text = List.of("z z z b Z", last + " \uFF21 \uE000 é a", "rare".repeat(2) + " b z");

    assertThat(ordered(variant, text, 1, 8))
        .containsExactly(
            row("z", 4L),
            row("b", 2L),
            row("Z", 1L),
            row("a", 1L),
            row("rarerare", 1L),
            row("é", 1L),
            row("\uE000", 1L),
            row("\uFF21", 1L));
    assertThat(ordered(variant, text, 1, 1000)).hasSize(9).endsWith(row(last, 1L));
    assertThat(ordered(variant, text, 1, 1)).containsExactly(row("z", 4L));
    assertThat(ordered(variant, text, 2, 5)).containsExactly(row("z", 4L), row("b", 2L));
  }

  @ParameterizedTest
  @EnumSource
  void cutsAndFoldsStopWordsAsTheTextIs(Variant variant) {
    Dataset<Row> text = lines(List.of("The Straße and THE sea", "the strasse, and"));
    Dataset<Row> stop = lines(List.of("the AND", "STRASSE"));

    assertThat(counts(variant, text, stop, options(Tokens.WORDS))).isEqualTo(Map.of("sea", 1L));
    assertThat(counts(variant, text, stop, options(Tokens.WHITESPACE)))
        .isEqualTo(
            Map.of("The", 1L, "Straße", 1L, "and", 2L, "THE", 1L, "sea", 1L, "strasse,", 1L));
  }

  @Test
  void readsStopWordsInTheEncodingOfTheText() {
    Dataset<Row> stop = table("value BINARY", row((Object) "été".getBytes(ISO_8859_1)));

    assertThat(WordCount.stopWords(stop, options(Tokens.WORDS, ISO_8859_1)).tokens())
        .isEqualTo(Set.of("été"));
  }

  @ParameterizedTest
  @EnumSource
  void countsNothingInNothing(Variant variant) {
    for (Dataset<Row> nothing :
        List.of(lines(List.of()), lines(List.of("")), lines(List.of(" \t", "--")))) {
      assertThat(counts(variant, nothing, options(Tokens.WORDS))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsOneRow(Variant variant) {
    assertThat(counts(variant, lines(List.of("word")), options(Tokens.WORDS)))
        .isEqualTo(Map.of("word", 1L));
  }

  @ParameterizedTest
  @EnumSource
  void passesOverALineThatIsNull(Variant variant) {
    Dataset<Row> text = table("value STRING", row("a"), row((Object) null), row("a b"));

    assertThat(counts(variant, text, options(Tokens.WORDS))).isEqualTo(Map.of("a", 2L, "b", 1L));
  }

  @ParameterizedTest
  @EnumSource
  void countsATokenThatIsAlmostTheWholeText(Variant variant) {
    List<String> text = Collections.nCopies(1000, "skew ".repeat(1000) + "other");

    assertThat(counts(variant, lines(text), options(Tokens.WHITESPACE)))
        .isEqualTo(Map.of("skew", 1_000_000L, "other", 1000L));
  }

  @ParameterizedTest
  @EnumSource
  void decodesUndecodedLinesInTheEncodingOfTheOptions(Variant variant) {
    for (Charset encoding : List.of(UTF_8, ISO_8859_1, UTF_16)) {
      Dataset<Row> text =
          table(
              "value BINARY",
              row((Object) "été".getBytes(encoding)),
              row((Object) "Été".getBytes(encoding)));

      assertThat(counts(variant, text, options(Tokens.WORDS, encoding)))
          .isEqualTo(Map.of("été", 2L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesTextThatIsDecodedAlreadyAsItIs(Variant variant) {
    assertThat(counts(variant, lines(List.of("été")), options(Tokens.WORDS, ISO_8859_1)))
        .isEqualTo(Map.of("été", 1L));
  }

  @ParameterizedTest
  @EnumSource
  void readsTheFirstColumnWhateverItsName(Variant variant) {
    Dataset<Row> text = table("`the.line of text` STRING, number INT", row("a b", 1), row("b", 2));

    assertThat(counts(variant, text, options(Tokens.WORDS))).isEqualTo(Map.of("a", 1L, "b", 2L));
  }

  private enum Variant {
    COMBINED,
    GROUPED
  }

  private Map<String, Long> counts(Variant variant, Dataset<Row> text, WordCountOptions options) {
    return counts(variant, text, lines(List.of()), options);
  }

  private Map<String, Long> counts(
      Variant variant, Dataset<Row> text, Dataset<Row> stop, WordCountOptions options) {
    Dataset<Row> counts = run(variant, text, stop, options);
    assertThat(counts.schema().simpleString()).isEqualTo("struct<token:string,count:bigint>");
    return counts.collectAsList().stream()
        .collect(toMap(row -> row.getString(0), row -> row.getLong(1)));
  }

  private List<Row> ordered(Variant variant, List<String> text, long minCount, long top) {
    var options = new WordCountOptions(Tokens.WHITESPACE, minCount, OptionalLong.of(top), UTF_8);
    return run(variant, lines(text), lines(List.of()), options).collectAsList();
  }

  private Dataset<Row> run(
      Variant variant, Dataset<Row> text, Dataset<Row> stop, WordCountOptions options) {
    var scope = scopes.open(WordCount.stopWords(stop, options));
    return variant == Variant.GROUPED
        ? WordCount.countGrouped(text, options, scope)
        : WordCount.count(text, options, scope);
  }

  private static WordCountOptions options(Tokens tokens) {
    return options(tokens, UTF_8);
  }

  private static WordCountOptions options(Tokens tokens, Charset encoding) {
    return new WordCountOptions(tokens, 1, OptionalLong.empty(), encoding);
  }

  private static Dataset<Row> lines(List<String> text) {
    return table("value STRING", text.stream().map(line -> row(line)).toArray(Row[]::new));
  }

  private static String randomText(Random random, String alphabet) {
    int[] codePoints = alphabet.codePoints().toArray();
    var text = new StringBuilder();
    for (int left = random.nextInt(60); left > 0; left--) {
      text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
    }
    return text.toString();
  }

  private static Map<String, Long> tokens(String text, String parting) {
    return Arrays.stream(text.split(parting))
        .filter(token -> !token.isEmpty())
        .collect(groupingBy(token -> token, counting()));
  }
}
