package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;

/** The record's class id, the component's index, and the value by the component's own codec. */
final class ComponentValueSerializer extends Serializer<ComponentValue> {
  private static final ClassValue<ComponentCodec[]> CODECS =
      new ClassValue<>() {
        @Override
        protected ComponentCodec[] computeValue(Class<?> record) {
          return Arrays.stream(record.getRecordComponents())
              .map(component -> ComponentCodecs.of(boxed(component)))
              .toArray(ComponentCodec[]::new);
        }
      };

  ComponentValueSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, ComponentValue component) {
    kryo.writeClass(output, component.type());
    Sizes.write(output, component.index());
    codec(component.type(), component.index()).write(kryo, output, component.value());
  }

  @Override
  public ComponentValue read(Kryo kryo, Input input, Class<ComponentValue> type) {
    Class<?> read = kryo.readClass(input).getType();
    Class<? extends Record> record = read.asSubclass(Record.class);
    int index = Sizes.read(input);
    return new ComponentValue(record, index, codec(record, index).read(kryo, input));
  }

  private static ComponentCodec codec(Class<? extends Record> record, int index) {
    return CODECS.get(record)[index];
  }

  private static Type boxed(RecordComponent component) {
    return component.getType().isPrimitive()
        ? MethodType.methodType(component.getType()).wrap().returnType()
        : component.getGenericType();
  }
}
