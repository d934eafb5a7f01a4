package dev.p3.patterns.mapreduce;

import java.util.Arrays;

/**
 * Counts of tokens as bytes: open addressing with linear probing. A slot is four numbers, the count
 * with the token's length and the token itself, so that counting a token reads one place in memory
 * that is not in the processor's caches. Of a token that is too long for its slot, the slot has the
 * hash, the length and where its bytes are.
 *
 * <p>Tokens of a text wait until there are some ({@link TokenBatch}), because the processor waits
 * for many such reads at once when none needs what another one gave.
 *
 * <p>Slots are in the order of the hash but for what probing displaces, so that a table grows, and
 * is parted into buckets, by reading memory in its order.
 *
 * <p>Not thread-safe.
 */
final class TokenTable implements TokenSink {
  private static final int BUCKET_BITS = 12;

  /** Tokens are in one of so many parts, by their hash, which is the same on all machines. */
  static final int BUCKETS = 1 << BUCKET_BITS;

  private static final int FIRST_SLOTS = 1 << 6;
  private static final int FIRST_BYTES = 1 << 10;

  /** Numbers of a slot: its head and those of a short token. */
  private static final int SLOT = 4;

  /** The low bits of a head, 0 in an empty slot: a short token's length and one, or all of them. */
  private static final int LENGTH_BITS = 6;

  private static final int LENGTH = (1 << LENGTH_BITS) - 1;

  /** A byte of a line takes so many here when tokens are as short as they can be. */
  private static final int LEAST_TOKEN = 2;

  private final TaskMemory memory;
  private final int mostBytes;
  private final int skippedBits;
  private final TokenBatch waiting = new TokenBatch();
  private long[] slots = new long[FIRST_SLOTS * SLOT];
  private byte[] longTokens = new byte[FIRST_BYTES];
  private int used;
  private int size;

  /** Of reads that are made for the caches alone, so that the compiler cannot leave them out. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  private TokenTable(TaskMemory memory, int mostBytes, int skippedBits) {
    this.memory = memory;
    this.mostBytes = mostBytes;
    this.skippedBits = skippedBits;
  }

  /**
   * An empty table.
   *
   * @param memory asked before the table grows
   * @param mostBytes of slots, and of long tokens, unless a single line needs more
   */
  static TokenTable ofAll(TaskMemory memory, int mostBytes) {
    return new TokenTable(memory, mostBytes, 0);
  }

  /** An empty table for tokens of one bucket, whose hashes begin with the same bits. */
  static TokenTable ofBucket(TaskMemory memory) {
    return new TokenTable(memory, Integer.MAX_VALUE, BUCKET_BITS);
  }

  /** Counts a token once more, now or later. */
  @Override
  public void accept(byte[] bytes, int from, int to) {
    if (to - from > TokenBytes.SHORT) {
      addLong(bytes, from, to, 1);
      return;
    }
    waiting.add(bytes, from, to);
    if (waiting.isFull()) {
      countWaiting();
    }
  }

  /** Counts a token so many times more. */
  void add(byte[] bytes, int from, int to, long count) {
    if (to - from > TokenBytes.SHORT) {
      addLong(bytes, from, to, count);
      return;
    }
    long first = TokenBytes.eight(bytes, from, to, 0);
    long second = TokenBytes.eight(bytes, from, to, Long.BYTES);
    long third = TokenBytes.eight(bytes, from, to, 2 * Long.BYTES);
    addShort(first, second, third, TokenBytes.hash(first, second, third), to - from, count);
  }

  private void countWaiting() {
    int tokens = waiting.size();
    long sum = 0;
    for (int i = 0; i < tokens; i++) {
      int at = slotOf(waiting.hash[i]);
      sum += slots[at] + slots[at + 3];
    }
    touched = sum;
    for (int i = 0; i < tokens; i++) {
      addShort(
          waiting.first[i],
          waiting.second[i],
          waiting.third[i],
          waiting.hash[i],
          waiting.length[i],
          1);
    }
    waiting.clear();
  }

  private void addShort(long first, long second, long third, long hash, int length, long count) {
    int at = slotOf(hash);
    for (long head = slots[at]; head != 0; head = slots[at]) {
      // One branch in place of four, which is hardly ever mispredicted.
      long differing =
          ((head & LENGTH) ^ (length + 1))
              | (slots[at + 1] ^ first)
              | (slots[at + 2] ^ second)
              | (slots[at + 3] ^ third);
      if (differing == 0) {
        slots[at] = head + (count << LENGTH_BITS);
        return;
      }
      at = probedAfter(at);
    }
    put(at, (count << LENGTH_BITS) | (length + 1), first, second, third);
  }

  private void addLong(byte[] bytes, int from, int to, long count) {
    long hash = TokenBytes.hash(bytes, from, to);
    int at = slotOf(hash);
    for (long head = slots[at]; head != 0; head = slots[at]) {
      if ((head & LENGTH) == LENGTH && slots[at + 1] == hash && isLongToken(at, bytes, from, to)) {
        slots[at] = head + (count << LENGTH_BITS);
        return;
      }
      at = probedAfter(at);
    }
    int length = to - from;
    int needed = Math.addExact(used, length);
    if (needed > longTokens.length) {
      // A line that needs more than the bytes it has, as in case folding: it cannot wait.
      longTokens = Arrays.copyOf(longTokens, Math.addExact(needed, needed >> 3));
    }
    System.arraycopy(bytes, from, longTokens, used, length);
    put(at, (count << LENGTH_BITS) | LENGTH, hash, length, used);
    used = needed;
  }

  private boolean isLongToken(int at, byte[] bytes, int from, int to) {
    int start = (int) slots[at + 3];
    int end = start + (int) slots[at + 2];
    return Arrays.equals(longTokens, start, end, bytes, from, to);
  }

  private void put(int at, long head, long first, long second, long third) {
    slots[at] = head;
    slots[at + 1] = first;
    slots[at + 2] = second;
    slots[at + 3] = third;
    size++;
    if (size > fill()) {
      rehash(slots.length * 2);
    }
  }

  /** Where the slot of a hash is, or the first of those to probe. */
  private int slotOf(long hash) {
    int bits = Integer.numberOfTrailingZeros(slots.length / SLOT);
    return (int) ((hash << skippedBits) >>> (Long.SIZE - bits)) * SLOT;
  }

  private int probedAfter(int slot) {
    return (slot + SLOT) & (slots.length - 1);
  }

  /**
   * Makes room for the tokens of a line, whatever they are.
   *
   * @return false when the table has to be emptied first; never when it is empty
   */
  boolean hasRoomForLine(int length) {
    long tokens = length / LEAST_TOKEN + 1L;
    long most = size + waiting.size() + tokens;
    long bytes = (long) used + length;
    return most == tokens
        || ((bytes <= longTokens.length || growsLongTokens(bytes))
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
    return entryFrom(0);
  }

  /** The entry after another, or {@link #end}. */
  int after(int entry) {
    return entryFrom(entry + SLOT);
  }

  private int entryFrom(int slot) {
    int at = slot;
    while (at < slots.length && slots[at] == 0) {
      at += SLOT;
    }
    return at;
  }

  /** What is after the last entry. */
  int end() {
    return slots.length;
  }

  /** An entry's token. */
  byte[] token(int entry) {
    var token = new byte[length(entry)];
    if (token.length > TokenBytes.SHORT) {
      copy(entry, token, 0);
      return token;
    }
    var padded = new byte[TokenBytes.SHORT];
    copy(entry, padded, 0);
    System.arraycopy(padded, 0, token, 0, token.length);
    return token;
  }

  /** How many bytes an entry's token has. */
  int length(int entry) {
    long length = slots[entry] & LENGTH;
    return length == LENGTH ? (int) slots[entry + 2] : (int) length - 1;
  }

  /** Writes an entry's token, and zeros after it when it has fewer bytes than a short one may. */
  void copy(int entry, byte[] to, int at) {
    if ((slots[entry] & LENGTH) == LENGTH) {
      System.arraycopy(longTokens, (int) slots[entry + 3], to, at, (int) slots[entry + 2]);
    } else {
      TokenBytes.put(to, at, slots[entry + 1]);
      TokenBytes.put(to, at + Long.BYTES, slots[entry + 2]);
      TokenBytes.put(to, at + 2 * Long.BYTES, slots[entry + 3]);
    }
  }

  /** An entry's count. */
  long count(int entry) {
    return slots[entry] >>> LENGTH_BITS;
  }

  /** All entries by their bucket. */
  Buckets buckets() {
    countWaiting();
    var starts = new int[BUCKETS + 1];
    for (int at = entryFrom(0); at < slots.length; at = after(at)) {
      starts[bucket(at) + 1]++;
    }
    for (int i = 0; i < BUCKETS; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    var sorted = new int[size];
    for (int at = entryFrom(0); at < slots.length; at = after(at)) {
      sorted[next[bucket(at)]++] = at;
    }
    return new Buckets(starts, sorted);
  }

  private int bucket(int entry) {
    return (int) (hash(slots, entry) >>> (Long.SIZE - BUCKET_BITS));
  }

  private static long hash(long[] slots, int at) {
    return (slots[at] & LENGTH) == LENGTH
        ? slots[at + 1]
        : TokenBytes.hash(slots[at + 1], slots[at + 2], slots[at + 3]);
  }

  /** Forgets all tokens and keeps the room. */
  void clear() {
    Arrays.fill(slots, 0);
    used = 0;
    size = 0;
  }

  private boolean growsLongTokens(long needed) {
    long room = Math.max(needed, longTokens.length * 2L);
    if (room > mostBytes || !memory.acquire(room)) {
      return false;
    }
    int before = longTokens.length;
    longTokens = Arrays.copyOf(longTokens, (int) room);
    memory.release(before);
    return true;
  }

  private boolean growsSlots(long needed) {
    long room = slots.length;
    while (fill(room) < needed) {
      room *= 2;
    }
    if (room * Long.BYTES > mostBytes || !memory.acquire(room * Long.BYTES)) {
      return false;
    }
    long before = slots.length;
    rehash((int) room);
    memory.release(before * Long.BYTES);
    return true;
  }

  private void rehash(int room) {
    long[] smaller = slots;
    slots = new long[room];
    for (int from = 0; from < smaller.length; from += SLOT) {
      if (smaller[from] != 0) {
        int at = slotOf(hash(smaller, from));
        while (slots[at] != 0) {
          at = probedAfter(at);
        }
        System.arraycopy(smaller, from, slots, at, SLOT);
      }
    }
  }

  private long fill() {
    return fill(slots.length);
  }

  /** How many tokens so many numbers hold; more of them make probing long. */
  private static long fill(long numbers) {
    return numbers / SLOT / 8 * 5;
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
