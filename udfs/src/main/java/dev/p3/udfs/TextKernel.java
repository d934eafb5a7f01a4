package dev.p3.udfs;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import dev.p3.patterns.mapreduce.Tokenizer;
import dev.p3.patterns.mapreduce.Tokens;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.unsafe.types.UTF8String;

/** Words and forms of text, by the version of Unicode that p3's ICU has. Thread-safe. */
public final class TextKernel implements Serializable {
  private static final long serialVersionUID = 1L;

  static final List<String> KINDS =
      Stream.of(Tokens.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
  static final UTF8String DEFAULT_KIND = UTF8String.fromString(KINDS.get(0));
  static final List<String> FORMS = List.of("nfc", "nfd", "nfkc", "nfkd");

  private static final ThreadLocal<Tokenizer> WORDS =
      ThreadLocal.withInitial(() -> Tokenizer.of(Tokens.WORDS));
  private static final ThreadLocal<Tokenizer> WHITESPACE =
      ThreadLocal.withInitial(() -> Tokenizer.of(Tokens.WHITESPACE));

  /** The text in full case folding. */
  public UTF8String foldCase(UTF8String text) {
    return UTF8String.fromString(UCharacter.foldCase(text.toString(), true));
  }

  /**
   * The text in a normal form.
   *
   * @param form one of {@link #FORMS}
   */
  public UTF8String normalize(UTF8String text, UTF8String form) {
    String given = text.toString();
    String normal = normalizer(form.toString().toLowerCase(Locale.ROOT)).normalize(given);
    return normal.equals(given) ? text : UTF8String.fromString(normal);
  }

  private static Normalizer2 normalizer(String form) {
    return switch (form) {
      case "nfc" -> Normalizer2.getNFCInstance();
      case "nfd" -> Normalizer2.getNFDInstance();
      case "nfkc" -> Normalizer2.getNFKCInstance();
      default -> Normalizer2.getNFKDInstance();
    };
  }

  /**
   * The tokens in their order.
   *
   * @param kind one of {@link #KINDS}
   */
  public ArrayData tokens(UTF8String text, UTF8String kind) {
    var tokens = new ArrayList<Object>();
    tokenizer(kind)
        .forEachInUtf8(
            text.getBytes(),
            (bytes, from, to) -> tokens.add(UTF8String.fromBytes(bytes, from, to - from)));
    return new GenericArrayData(tokens.toArray());
  }

  /** How often each word occurs, in the order in which they first do. */
  public MapData wordCount(UTF8String text) {
    Map<String, Long> counts = new LinkedHashMap<>();
    WORDS.get().forEach(text.toString(), word -> counts.merge(word, 1L, Long::sum));
    return new ArrayBasedMapData(
        new GenericArrayData(counts.keySet().stream().map(UTF8String::fromString).toArray()),
        new GenericArrayData(counts.values().toArray()));
  }

  private static Tokenizer tokenizer(UTF8String kind) {
    // The default is told by its bytes: a String for each row would take as long as a word does.
    return DEFAULT_KIND.equals(kind) || kind.toString().equalsIgnoreCase(Tokens.WORDS.name())
        ? WORDS.get()
        : WHITESPACE.get();
  }

  /** One is as good as another. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TextKernel;
  }

  @Override
  public int hashCode() {
    return TextKernel.class.hashCode();
  }
}
