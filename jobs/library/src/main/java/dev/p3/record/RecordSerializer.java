package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Locale;

/**
 * Writes a record as its components in order and reads it back through the canonical constructor,
 * so that the record's own checks run on what was read.
 *
 * <p>Kryo 4, which every Spark line carries, has no serializer for records: it asks for field
 * offsets, which the JDK refuses. As thread-safe as the {@link Kryo} it is used with; the code
 * generated for a record is shared by all of them.
 */
final class RecordSerializer<R extends Record> extends Serializer<R> {
  private final RecordCodec codec;

  /**
   * @throws IllegalArgumentException when the record cannot be reached from this package, or has
   *     more components than a method may have arguments
   */
  RecordSerializer(Class<R> type) {
    super(false, true);
    this.codec = RecordCodec.of(type);
  }

  @Override
  public void write(Kryo kryo, Output output, R record) {
    codec.write(kryo, output, record);
  }

  @Override
  public R read(Kryo kryo, Input input, Class<R> type) {
    try {
      return type.cast(codec.read(kryo, input));
    } catch (RefusedRecordException refused) {
      throw refused;
    } catch (RuntimeException e) {
      throw new KryoException(
          String.format(
              Locale.ROOT,
              "Cannot read record %s (which both sides must have with the same components): %s",
              RecordShape.signature(type),
              e.getMessage() == null ? e.getClass().getName() : e.getMessage()),
          e);
    }
  }
}
