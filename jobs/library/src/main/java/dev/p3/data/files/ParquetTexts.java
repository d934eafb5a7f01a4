package dev.p3.data.files;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.io.api.Binary;

/**
 * Parquet's own writer of a column's dictionary, but a text that was there before is found by eight
 * of its bytes at once: Parquet makes an object of each value, takes a hash of its single bytes,
 * and compares these. Pages and dictionary are the same. It was a tenth of {@code enrich}.
 *
 * <p>Holds the texts of the dictionary, whose size is bounded; nothing after the column has given
 * its dictionary up. Not thread-safe.
 */
final class ParquetTexts extends PlainBinaryDictionaryValuesWriter {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int BITS = 8;
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
  private static final int UNKNOWN = -1;

  /** Open addressing, by the first bits of a hash; at most half full. Null without dictionary. */
  private Known[] slots = new Known[1 << BITS];

  private int bits = BITS;
  private int size;

  /** What is to be written next. */
  private Known next;

  private static final class Known {
    private final long hash;
    private final byte[] bytes;
    private final Binary value;
    private int id = UNKNOWN;

    private Known(long hash, byte[] bytes) {
      this.hash = hash;
      this.bytes = bytes;
      this.value = Binary.fromConstantByteArray(bytes);
    }

    /** For a text with the same hash, by which short texts of one length differ. */
    private boolean is(byte[] other, int start, int size) {
      if (size != bytes.length) {
        return false;
      }
      if (size < Long.BYTES) {
        return true;
      }
      int last = size - Long.BYTES;
      for (int i = 0; i < last; i += Long.BYTES) {
        if ((long) LONGS.get(bytes, i) != (long) LONGS.get(other, start + i)) {
          return false;
        }
      }
      return (long) LONGS.get(bytes, last) == (long) LONGS.get(other, start + last);
    }
  }

  ParquetTexts(int dictionaryBytes, Encoding ofPages, Encoding ofDictionary) {
    super(dictionaryBytes, ofPages, ofDictionary, new HeapByteBufferAllocator());
  }

  /** The value to write for a part of an array, which may change after it is written. */
  Binary of(byte[] bytes, int start, int length) {
    if (slots == null) {
      return Binary.fromReusedByteArray(bytes, start, length);
    }
    long hash = hash(bytes, start, length);
    int slot = (int) (hash >>> (Long.SIZE - bits));
    Known known = slots[slot];
    while (known != null) {
      if (known.hash == hash && known.is(bytes, start, length)) {
        next = known;
        return known.value;
      }
      slot = (slot + 1) & (slots.length - 1);
      known = slots[slot];
    }
    next = new Known(hash, Arrays.copyOfRange(bytes, start, start + length));
    slots[slot] = next;
    if (++size * 2 > slots.length) {
      grow();
    }
    return next.value;
  }

  // Whether it is the object that was given out; equal ones have no entry at hand.
  @SuppressWarnings("ReferenceEquality")
  @Override
  public void writeBytes(Binary value) {
    Known known = next != null && next.value == value ? next : null;
    if (known != null && known.id != UNKNOWN) {
      encodedValues.add(known.id);
      return;
    }
    int before = getDictionarySize();
    super.writeBytes(value);
    if (known != null && getDictionarySize() > before) {
      known.id = before;
    }
  }

  @Override
  public void fallBackAllValuesTo(ValuesWriter writer) {
    super.fallBackAllValuesTo(writer);
    slots = null;
    next = null;
  }

  @Override
  public void resetDictionary() {
    super.resetDictionary();
    slots = new Known[1 << BITS];
    bits = BITS;
    size = 0;
    next = null;
  }

  /** Of short texts, no two have the same one. */
  private static long hash(byte[] bytes, int start, int length) {
    long hash = (long) length << (Long.SIZE - Byte.SIZE);
    if (length < Long.BYTES) {
      for (int i = 0; i < length; i++) {
        hash |= (bytes[start + i] & 0xFFL) << (i * Byte.SIZE);
      }
      return mixed(hash);
    }
    int last = start + length - Long.BYTES;
    for (int i = start; i < last; i += Long.BYTES) {
      hash = mixed(hash ^ (long) LONGS.get(bytes, i));
    }
    return mixed(hash ^ (long) LONGS.get(bytes, last));
  }

  private static long mixed(long hash) {
    long product = hash * MIX;
    return product ^ (product >>> Integer.SIZE);
  }

  private void grow() {
    bits++;
    Known[] more = new Known[1 << bits];
    for (Known known : slots) {
      if (known != null) {
        int slot = (int) (known.hash >>> (Long.SIZE - bits));
        while (more[slot] != null) {
          slot = (slot + 1) & (more.length - 1);
        }
        more[slot] = known;
      }
    }
    slots = more;
  }
}
