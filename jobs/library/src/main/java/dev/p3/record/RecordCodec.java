package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * Writes and reads the components of one record class, without a class id and without a mark for
 * null. Stateless and thread-safe; made once per class.
 */
abstract class RecordCodec {
  private static final ClassValue<RecordCodec> CODECS =
      new ClassValue<>() {
        @Override
        protected RecordCodec computeValue(Class<?> type) {
          return RecordCodecCompiler.compile(type);
        }
      };

  private final Class<?> type;

  RecordCodec(Class<?> type) {
    this.type = type;
  }

  /** The codec of a record class. */
  static RecordCodec of(Class<?> record) {
    return CODECS.get(record);
  }

  abstract void write(Kryo kryo, Output output, Object record);

  abstract Object read(Kryo kryo, Input input);

  /** Called by generated code when the canonical constructor throws. */
  final RuntimeException refused(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return new RefusedRecordException(type, cause);
  }
}
