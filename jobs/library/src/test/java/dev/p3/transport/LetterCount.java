package dev.p3.transport;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** One round whose partials have keys, so that their length differs. */
final class LetterCount implements MapReduce<String, LetterCount.Counts, String> {
  private static final long serialVersionUID = 1L;

  /** Such as {@code a3b1}; null only before the round. */
  record Counts(String counts) {}

  static Counts first() {
    return new Counts("");
  }

  @Override
  public String zero(Counts state) {
    return "";
  }

  @Override
  public String map(String block, Counts state) {
    var counts = new TreeMap<Character, Integer>();
    block.chars().forEach(letter -> counts.merge((char) letter, 1, Integer::sum));
    return text(counts);
  }

  @Override
  public String combine(String one, String other, Counts state) {
    var counts = counts(one);
    counts(other).forEach((letter, count) -> counts.merge(letter, count, Integer::sum));
    return text(counts);
  }

  @Override
  public Counts finish(String total, Counts state) {
    return new Counts("=" + total);
  }

  @Override
  public boolean isDone(Counts state) {
    return state.counts().startsWith("=");
  }

  @Override
  public Wire<String> blocks() {
    return new Text();
  }

  @Override
  public Wire<Counts> states() {
    return new CountsWire();
  }

  @Override
  public Wire<String> partials() {
    return new Text();
  }

  private static TreeMap<Character, Integer> counts(String text) {
    var counts = new TreeMap<Character, Integer>();
    for (String pair : text.isEmpty() ? new String[0] : text.split("(?<=\\d)(?=\\D)")) {
      counts.put(pair.charAt(0), Integer.parseInt(pair.substring(1)));
    }
    return counts;
  }

  private static String text(TreeMap<Character, Integer> counts) {
    var text = new StringBuilder();
    counts.forEach((letter, count) -> text.append(letter).append(count));
    return text.toString();
  }

  private static final class Text implements Wire<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] write(String value) {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String read(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static final class CountsWire implements Wire<Counts> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] write(Counts value) {
      return new Text().write(value.counts());
    }

    @Override
    public Counts read(byte[] bytes) {
      return new Counts(new Text().read(bytes));
    }
  }
}
