package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** A record declared inside another: its components, written in place. */
final class NestedRecordCodec extends ComponentCodec {
  private final RecordCodec codec;

  NestedRecordCodec(Class<?> type) {
    this.codec = RecordCodec.of(type);
  }

  @Override
  void writeValue(Kryo kryo, Output output, Object value) {
    codec.write(kryo, output, value);
  }

  @Override
  Object readValue(Kryo kryo, Input input) {
    return codec.read(kryo, input);
  }
}
