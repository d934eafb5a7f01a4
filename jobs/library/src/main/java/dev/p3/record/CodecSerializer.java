package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** A {@link ComponentCodec} as a serializer that Kryo can register. */
final class CodecSerializer<T> extends Serializer<T> {
  private final ComponentCodec codec;

  CodecSerializer(ComponentCodec codec) {
    super(false, true);
    this.codec = codec;
  }

  @Override
  public void write(Kryo kryo, Output output, T value) {
    codec.writeValue(kryo, output, value);
  }

  @Override
  public T read(Kryo kryo, Input input, Class<T> type) {
    return type.cast(codec.readValue(kryo, input));
  }
}
