package dev.p3.patterns.mapreduce;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Counts of tokens as bytes: open addressing with linear probing. A slot has a token's hash and
 * where its entry is; an entry has the count, the length and the bytes, one after the other, so
 * that a token costs two reads that miss the processor's caches. A {@code HashMap} of Strings has
 * five, and took a third of the time of a count.
 *
 * <p>Tokens of a text wait until there are some ({@link TokenBatch}), because the processor waits
 * for many such reads at once when none needs what another one gave: first all slots are read, then
 * all entries, then tokens are counted. One token after the other, the table took half of the time
 * of a count.
 *
 * <p>Not thread-safe.
 */
final class TokenTable implements TokenSink {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Tokens are in one of so many parts, by their hash, which is the same on all machines. */
  static final int BUCKETS = 1 << 12;

  private static final int BUCKET_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(BUCKETS);
  private static final int HEAD = Long.BYTES + Integer.BYTES;
  private static final int FIRST_SLOTS = 1 << 10;
  private static final int FIRST_BYTES = 1 << 15;

  /** A byte of a line takes so many here when tokens are as short as they can be. */
  private static final int LEAST_TOKEN = 2;

  private static final int ENTRY_OF_LEAST_TOKEN = 16;

  /** What may be read, though it is no entry's, after the last one. */
  private static final int SPARE = Long.BYTES;

  private final TaskMemory memory;
  private final int mostBytes;
  private final TokenBatch waiting = new TokenBatch();
  private long[] slots = new long[FIRST_SLOTS];
  private byte[] entries = new byte[FIRST_BYTES];
  private int used;
  private int size;

  /** Of reads that are made for the caches alone, so that the compiler cannot leave them out. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  /**
   * An empty table.
   *
   * @param memory asked before the table grows
   * @param mostBytes of entries, unless a single line needs more
   */
  TokenTable(TaskMemory memory, int mostBytes) {
    this.memory = memory;
    this.mostBytes = mostBytes;
  }

  /** Counts a token once more, now or later. */
  @Override
  public void accept(byte[] bytes, int from, int to) {
    waiting.add(bytes, from, to);
    if (waiting.isFull()) {
      countWaiting();
    }
  }

  /** Counts a token so many times more. */
  void add(byte[] bytes, int from, int to, long count) {
    long tail = TokenBytes.tail(bytes, from, to);
    add(bytes, from, to, tail, TokenBytes.hash(bytes, from, to, tail), count);
  }

  private void add(byte[] bytes, int from, int to, long tail, int hash, long count) {
    int mask = slots.length - 1;
    int position = hash & mask;
    for (long slot = slots[position]; slot != 0; slot = slots[position]) {
      if (hash(slot) == hash && isToken(entryOf(slot), bytes, from, to, tail)) {
        countMore(entryOf(slot), count);
        return;
      }
      position = (position + 1) & mask;
    }
    append(bytes, from, to, hash, count);
  }

  private void countWaiting() {
    int tokens = waiting.size();
    touchSlots(tokens);
    findEntries(tokens);
    touchEntries(tokens);
    for (int i = 0; i < tokens; i++) {
      byte[] bytes = waiting.bytes[i];
      int from = waiting.from[i];
      int to = waiting.to[i];
      long tail = waiting.tail[i];
      long slot = waiting.slot[i];
      if (slot != 0 && isToken(entryOf(slot), bytes, from, to, tail)) {
        countMore(entryOf(slot), 1);
      } else {
        add(bytes, from, to, tail, waiting.hash[i], 1);
      }
    }
    waiting.clear();
  }

  private void touchSlots(int tokens) {
    int mask = slots.length - 1;
    for (int i = 0; i < tokens; i++) {
      waiting.slot[i] = slots[waiting.hash[i] & mask];
    }
  }

  /** The first slot of a token's hash, which is hardly ever that of another token. */
  private void findEntries(int tokens) {
    int mask = slots.length - 1;
    for (int i = 0; i < tokens; i++) {
      int hash = waiting.hash[i];
      int position = hash & mask;
      long slot = waiting.slot[i];
      while (slot != 0 && hash(slot) != hash) {
        position = (position + 1) & mask;
        slot = slots[position];
      }
      waiting.slot[i] = slot;
    }
  }

  private void touchEntries(int tokens) {
    long sum = 0;
    for (int i = 0; i < tokens; i++) {
      int entry = waiting.slot[i] == 0 ? 0 : entryOf(waiting.slot[i]);
      sum += entries[entry] + entries[entry + HEAD];
    }
    touched = sum;
  }

  private boolean isToken(int entry, byte[] bytes, int from, int to, long tail) {
    return length(entry) == to - from
        && TokenBytes.equals(entries, entry + HEAD, bytes, from, to, tail);
  }

  private void countMore(int entry, long count) {
    LONGS.set(entries, entry, count(entry) + count);
  }

  /**
   * Makes room for the tokens of a line, whatever they are.
   *
   * @return false when the table has to be emptied first; never when it is empty
   */
  boolean hasRoomForLine(int length) {
    long tokens = length / LEAST_TOKEN + 1L;
    long bytes = used + waiting.entryBytes() + tokens * ENTRY_OF_LEAST_TOKEN + SPARE;
    long most = size + waiting.size() + tokens;
    return most == tokens
        || ((bytes <= entries.length || growsEntries(bytes))
            && (most <= fill() || growsSlots(most)));
  }

  /** How many tokens there are. */
  int size() {
    countWaiting();
    return size;
  }

  /** The first entry, or {@link #end} when there is none. */
  int first() {
    countWaiting();
    return 0;
  }

  /** The entry after another, or {@link #end}. */
  int after(int entry) {
    return entry + bytesOf(length(entry));
  }

  /** What is after the last entry. */
  int end() {
    return used;
  }

  /** An entry's token. */
  byte[] token(int entry) {
    int from = entry + HEAD;
    return Arrays.copyOfRange(entries, from, from + length(entry));
  }

  /** An entry's count. */
  long count(int entry) {
    return (long) LONGS.get(entries, entry);
  }

  /** All entries by their bucket. */
  Buckets buckets() {
    countWaiting();
    var starts = new int[BUCKETS + 1];
    for (long slot : slots) {
      if (slot != 0) {
        starts[bucket(slot) + 1]++;
      }
    }
    for (int i = 0; i < BUCKETS; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    var sorted = new int[size];
    for (long slot : slots) {
      if (slot != 0) {
        sorted[next[bucket(slot)]++] = entryOf(slot);
      }
    }
    return new Buckets(starts, sorted);
  }

  private static int bucket(long slot) {
    return (int) (slot >>> BUCKET_SHIFT);
  }

  /** Forgets all tokens and keeps the room. */
  void clear() {
    Arrays.fill(slots, 0);
    used = 0;
    size = 0;
  }

  private int length(int entry) {
    return (int) INTS.get(entries, entry + Long.BYTES);
  }

  private void append(byte[] bytes, int from, int to, int hash, long count) {
    int length = to - from;
    int needed = Math.addExact(used, bytesOf(length));
    if (needed > entries.length - SPARE) {
      // A line that needs more than the bytes it has, as in case folding: it cannot wait.
      entries = Arrays.copyOf(entries, Math.addExact(needed + SPARE, needed >> 3) & -Long.BYTES);
    }
    if (size >= fill()) {
      rehash(slots.length * 2);
    }
    LONGS.set(entries, used, count);
    INTS.set(entries, used + Long.BYTES, length);
    System.arraycopy(bytes, from, entries, used + HEAD, length);
    put(slots, hash, used);
    used = needed;
    size++;
  }

  private boolean growsEntries(long needed) {
    long room = Math.min(mostBytes, Math.max(needed, entries.length * 2L)) & -Long.BYTES;
    if (room < needed || !memory.acquire(room)) {
      return false;
    }
    int before = entries.length;
    entries = Arrays.copyOf(entries, (int) room);
    memory.release(before);
    return true;
  }

  private boolean growsSlots(long needed) {
    long room = slots.length;
    while (room / 4 * 3 < needed) {
      room *= 2;
    }
    if (room > Integer.MAX_VALUE / 2 || !memory.acquire(room * Long.BYTES)) {
      return false;
    }
    long before = slots.length;
    rehash((int) room);
    memory.release(before * Long.BYTES);
    return true;
  }

  private void rehash(int room) {
    var larger = new long[room];
    for (long slot : slots) {
      if (slot != 0) {
        put(larger, hash(slot), entryOf(slot));
      }
    }
    slots = larger;
  }

  private static void put(long[] slots, int hash, int entry) {
    int mask = slots.length - 1;
    int position = hash & mask;
    while (slots[position] != 0) {
      position = (position + 1) & mask;
    }
    slots[position] = ((long) hash << Integer.SIZE) | (entry / Long.BYTES + 1);
  }

  private static int hash(long slot) {
    return (int) (slot >>> Integer.SIZE);
  }

  private static int entryOf(long slot) {
    return ((int) slot - 1) * Long.BYTES;
  }

  /** More tokens make probing long. */
  private int fill() {
    return slots.length / 4 * 3;
  }

  /** What an entry takes. */
  static int bytesOf(int length) {
    return (HEAD + length + Long.BYTES - 1) & -Long.BYTES;
  }

  /** Entries of a table, those of a bucket one after the other. */
  static final class Buckets {
    static final Buckets NONE = new Buckets(new int[1], new int[0]);

    private final int[] starts;
    private final int[] entries;

    private Buckets(int[] starts, int[] entries) {
      this.starts = starts;
      this.entries = entries;
    }

    int count() {
      return starts.length - 1;
    }

    int from(int bucket) {
      return starts[bucket];
    }

    int to(int bucket) {
      return starts[bucket + 1];
    }

    int entry(int number) {
      return entries[number];
    }
  }
}
