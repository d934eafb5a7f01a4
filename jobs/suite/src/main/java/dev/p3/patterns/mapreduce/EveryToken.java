package dev.p3.patterns.mapreduce;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/** One row for each token of a partition: what the twin sends through the shuffle. */
final class EveryToken implements Iterator<PartialCount> {
  private final Iterator<byte[]> lines;
  private final LineTokens lineTokens;
  private final Queue<PartialCount> ofLine = new ArrayDeque<>();

  EveryToken(Iterator<byte[]> lines, LineTokens lineTokens) {
    this.lines = lines;
    this.lineTokens = lineTokens;
  }

  @Override
  public boolean hasNext() {
    while (ofLine.isEmpty() && lines.hasNext()) {
      lineTokens.forEach(lines.next(), token -> ofLine.add(new PartialCount(token, 1, 0)));
      if (lineTokens.malformedBytes() > 0) {
        ofLine.add(new PartialCount(null, 0, lineTokens.takeMalformedBytes()));
      }
    }
    return !ofLine.isEmpty();
  }

  @Override
  public PartialCount next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ofLine.remove();
  }
}
