package dev.p3.patterns.mapreduce;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Counts the tokens of a partition in a hash map and hands the counts on whenever the map is full,
 * so that memory is bounded and frequent tokens cross the shuffle as few rows.
 */
final class CombiningCounter implements Iterator<PartialCount> {
  private static final int MAX_TOKENS = 1 << 16;
  private static final int MAX_CHARACTERS = 1 << 22;

  private final Iterator<byte[]> lines;
  private final LineTokens lineTokens;
  private final Map<String, Count> counts = new HashMap<>();
  private Iterator<Map.Entry<String, Count>> handingOn = Collections.emptyIterator();
  private int characters;

  CombiningCounter(Iterator<byte[]> lines, LineTokens lineTokens) {
    this.lines = lines;
    this.lineTokens = lineTokens;
  }

  @Override
  public boolean hasNext() {
    if (!handingOn.hasNext()) {
      fill();
    }
    return handingOn.hasNext() || lineTokens.malformedBytes() > 0;
  }

  @Override
  public PartialCount next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (!handingOn.hasNext()) {
      return new PartialCount(null, 0, lineTokens.takeMalformedBytes());
    }
    Map.Entry<String, Count> entry = handingOn.next();
    return new PartialCount(entry.getKey(), entry.getValue().value, 0);
  }

  private void fill() {
    counts.clear();
    characters = 0;
    while (lines.hasNext() && counts.size() < MAX_TOKENS && characters < MAX_CHARACTERS) {
      lineTokens.forEach(lines.next(), this::count);
    }
    handingOn = counts.entrySet().iterator();
  }

  private void count(String token) {
    Count count = counts.get(token);
    if (count == null) {
      count = new Count();
      counts.put(token, count);
      characters += token.length();
    }
    count.value++;
  }

  private static final class Count {
    private long value;
  }
}
