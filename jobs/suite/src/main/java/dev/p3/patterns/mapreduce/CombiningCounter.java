package dev.p3.patterns.mapreduce;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Counts the tokens of a partition in a table and hands the counts on whenever the table is full,
 * so that memory is bounded and tokens cross the shuffle in few rows. Not thread-safe.
 */
final class CombiningCounter implements Iterator<TokenBlock> {
  /** Enough for 1.3 million words; Spark's memory manager may allow less. */
  private static final int MOST_BYTES = 1 << 26;

  private final Iterator<byte[]> lines;
  private final LineTokens lineTokens;
  private final TokenTable table;
  private final TokenBlock.Writer writer = new TokenBlock.Writer();
  private byte[] waitingLine;
  private TokenTable.Buckets buckets = TokenTable.Buckets.NONE;
  private int bucket;
  private TokenBlock nextBlock;

  CombiningCounter(Iterator<byte[]> lines, LineTokens lineTokens) {
    this(lines, lineTokens, MOST_BYTES);
  }

  CombiningCounter(Iterator<byte[]> lines, LineTokens lineTokens, int mostBytes) {
    this.lines = lines;
    this.lineTokens = lineTokens;
    this.table = TokenTable.ofAll(TaskMemory.ofThisTask(), mostBytes);
  }

  @Override
  public boolean hasNext() {
    while (nextBlock == null && (bucket < buckets.count() || fill())) {
      byte[] counts = counts(bucket);
      nextBlock = counts.length == 0 ? null : new TokenBlock(bucket, counts, 0);
      bucket++;
    }
    return nextBlock != null || lineTokens.malformedBytes() > 0;
  }

  @Override
  public TokenBlock next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    TokenBlock block =
        nextBlock == null
            ? new TokenBlock(0, new byte[0], lineTokens.takeMalformedBytes())
            : nextBlock;
    nextBlock = null;
    return block;
  }

  private byte[] counts(int of) {
    for (int i = buckets.from(of); i < buckets.to(of); i++) {
      int entry = buckets.entry(i);
      if (!lineTokens.hasStopWords() || !lineTokens.isStopWord(table.token(entry))) {
        writer.add(table, entry);
      }
    }
    return writer.take();
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
    buckets = table.buckets();
    bucket = 0;
    return table.size() > 0;
  }
}
