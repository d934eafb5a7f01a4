package dev.p3.patterns.mapreduce;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Adds up the counts of blocks that come sorted by bucket. It holds one bucket at a time, that is
 * one of {@value TokenTable#BUCKETS} parts of all tokens. Not thread-safe.
 */
final class MergedCounts implements Iterator<CountedToken> {
  private final Iterator<TokenBlock> blocks;
  private final TokenTable table = TokenTable.ofBucket(TaskMemory.ofThisTask());
  private TokenBlock waiting;
  private int entry = table.end();

  MergedCounts(Iterator<TokenBlock> blocks) {
    this.blocks = blocks;
  }

  @Override
  public boolean hasNext() {
    while (entry == table.end() && (waiting != null || blocks.hasNext())) {
      fill();
    }
    return entry != table.end();
  }

  @Override
  public CountedToken next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var counted = new CountedToken(table.token(entry), table.count(entry));
    entry = table.after(entry);
    return counted;
  }

  private void fill() {
    table.clear();
    TokenBlock block = waiting == null ? blocks.next() : waiting;
    int bucket = block.bucket();
    while (block != null && block.bucket() == bucket) {
      block.addTo(table);
      block = blocks.hasNext() ? blocks.next() : null;
    }
    waiting = block;
    entry = table.first();
  }
}
