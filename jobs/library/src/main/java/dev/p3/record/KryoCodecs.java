package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Codecs that hand the value to Kryo. */
final class KryoCodecs {
  /** A declared type that says too little: Kryo writes the class id and tracks references. */
  static final ComponentCodec ANY =
      new ComponentCodec() {
        @Override
        void write(Kryo kryo, Output output, Object value) {
          kryo.writeClassAndObject(output, value);
        }

        @Override
        Object read(Kryo kryo, Input input) {
          return kryo.readClassAndObject(input);
        }

        @Override
        void writeValue(Kryo kryo, Output output, Object value) {
          kryo.writeClassAndObject(output, value);
        }

        @Override
        Object readValue(Kryo kryo, Input input) {
          return kryo.readClassAndObject(input);
        }
      };

  private KryoCodecs() {}

  /** A final type that may be part of a cycle or of a shared graph: Kryo tracks references. */
  static final class Tracked extends ComponentCodec {
    private final Class<?> type;

    Tracked(Class<?> type) {
      this.type = type;
    }

    @Override
    void write(Kryo kryo, Output output, Object value) {
      kryo.writeObjectOrNull(output, value, type);
    }

    @Override
    Object read(Kryo kryo, Input input) {
      return kryo.readObjectOrNull(input, type);
    }

    @Override
    void writeValue(Kryo kryo, Output output, Object value) {
      write(kryo, output, value);
    }

    @Override
    Object readValue(Kryo kryo, Input input) {
      return read(kryo, input);
    }
  }

  /** A final type without parts: the serializer that Kryo has for it, called directly. */
  static final class Value extends ComponentCodec {
    private final Class<?> type;

    Value(Class<?> type) {
      this.type = type;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // the serializer registered for the value's class
    void writeValue(Kryo kryo, Output output, Object value) {
      kryo.getSerializer(type).write(kryo, output, value);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    Object readValue(Kryo kryo, Input input) {
      return kryo.getSerializer(type).read(kryo, input, type);
    }
  }

  /**
   * A type without parts that may be extended, as BigDecimal: one byte says null, exactly the
   * declared class, or another.
   */
  static final class OpenValue extends ComponentCodec {
    private static final byte NULL = 0;
    private static final byte EXACT = 1;
    private static final byte EXTENDED = 2;

    private final Class<?> type;
    private final Value exact;

    OpenValue(Class<?> type) {
      this.type = type;
      this.exact = new Value(type);
    }

    @Override
    void write(Kryo kryo, Output output, Object value) {
      if (value == null) {
        output.writeByte(NULL);
      } else {
        writeValue(kryo, output, value);
      }
    }

    @Override
    Object read(Kryo kryo, Input input) {
      return switch (input.readByte()) {
        case NULL -> null;
        case EXACT -> exact.readValue(kryo, input);
        default -> kryo.readClassAndObject(input);
      };
    }

    @Override
    void writeValue(Kryo kryo, Output output, Object value) {
      if (value.getClass() == type) {
        output.writeByte(EXACT);
        exact.writeValue(kryo, output, value);
      } else {
        output.writeByte(EXTENDED);
        kryo.writeClassAndObject(output, value);
      }
    }

    @Override
    Object readValue(Kryo kryo, Input input) {
      return read(kryo, input);
    }
  }
}
