package dev.p3.patterns.mapreduce;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Counts the tokens of a partition in a table and hands the counts on whenever the table is full,
 * so that memory is bounded and tokens cross the shuffle as few rows. Not thread-safe.
 */
final class CombiningCounter implements Iterator<CountedToken> {
  /** Enough for some two million words; Spark's memory manager may allow less. */
  private static final int MOST_BYTES = 1 << 26;

  private final Iterator<byte[]> lines;
  private final LineTokens lineTokens;
  private final TokenTable table;
  private byte[] waitingLine;
  private int entry;
  private byte[] nextToken;

  CombiningCounter(Iterator<byte[]> lines, LineTokens lineTokens) {
    this(lines, lineTokens, MOST_BYTES);
  }

  CombiningCounter(Iterator<byte[]> lines, LineTokens lineTokens, int mostBytes) {
    this.lines = lines;
    this.lineTokens = lineTokens;
    this.table = new TokenTable(TaskMemory.ofThisTask(), mostBytes);
  }

  @Override
  public boolean hasNext() {
    while (nextToken == null && (entry != table.end() || fill())) {
      byte[] token = table.token(entry);
      nextToken = lineTokens.isStopWord(token) ? null : token;
      if (nextToken == null) {
        entry = table.after(entry);
      }
    }
    return nextToken != null || lineTokens.malformedBytes() > 0;
  }

  @Override
  public CountedToken next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (nextToken == null) {
      return new CountedToken(null, 0, lineTokens.takeMalformedBytes());
    }
    var counted = new CountedToken(nextToken, table.count(entry), 0);
    entry = table.after(entry);
    nextToken = null;
    return counted;
  }

  /** Counts as many lines as there is room for, and whether these have a token. */
  private boolean fill() {
    table.clear();
    while (waitingLine != null || lines.hasNext()) {
      byte[] line = waitingLine == null ? lines.next() : waitingLine;
      waitingLine = line;
      if (!table.hasRoomForLine(line.length)) {
        break;
      }
      waitingLine = null;
      lineTokens.forEachInUtf8(line, table);
    }
    entry = table.first();
    return table.size() > 0;
  }
}
