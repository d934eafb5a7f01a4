package dev.p3.patterns.mapreduce;

import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.OptionalLong;

/** Options of {@code word-count}. */
public record WordCountOptions(
    @Option(
            value =
                "what a token is: words by Unicode word boundaries, case folded; or whatever stands"
                    + " between white space, unchanged",
            defaultValue = "words")
        Tokens tokens,
    @Option(
            value = "leave out tokens that occur less often",
            label = "N",
            defaultValue = "1",
            min = 1)
        long minCount,
    @Option(
            value = "only the N most frequent tokens, by count descending, then by code point",
            label = "N",
            min = 1,
            max = Integer.MAX_VALUE)
        OptionalLong top,
    @Option(
            value =
                "encoding of the text; malformed bytes become U+FFFD and their number is reported",
            label = "NAME",
            defaultValue = "UTF-8")
        Charset encoding,
    @Option(
            value =
                "count in one round of map-reduce on this transport, for example threads, processes"
                    + " or spark, in place of Spark SQL; the distinct tokens have to fit the"
                    + " driver",
            label = "NAME")
        Optional<String> transport) {

  public WordCountOptions {
    OptionsRecord.check(WordCountOptions.class, tokens, minCount, top, encoding, transport);
  }

  /** By Spark SQL. */
  public WordCountOptions(Tokens tokens, long minCount, OptionalLong top, Charset encoding) {
    this(tokens, minCount, top, encoding, Optional.empty());
  }
}
