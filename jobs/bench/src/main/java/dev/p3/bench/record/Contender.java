package dev.p3.bench.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.p3.record.P3Registrator;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.fory.Fory;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The serializers. Each is set up as its own documentation says to be fast: classes registered,
 * buffers kept, and, but for Spark's instances, no tracking of references.
 */
public enum Contender {
  /**
   * p3's serializer as Spark calls it, with Spark's own defaults: a class id, references tracked.
   */
  P3_SPARK(shape -> new SparkCodec(new KryoSerializer(p3Settings()).newInstance())),
  /** p3's serializer alone. */
  P3(shape -> new Kryo4Codec(p3Settings(), shape.recordType())),
  /** Kryo 4 as Spark carries it, with a final class that has the record's fields. */
  KRYO4_FIELDS(shape -> new Kryo4Codec(new SparkConf(false), shape.beanType())) {
    @Override
    List<?> rows(Shape shape) {
      return shape.beans();
    }
  },
  KRYO5_RECORDS(Kryo5Codec::new),
  FORY(ForyCodec::new),
  JAVA(shape -> new SparkCodec(new JavaSerializer(new SparkConf(false)).newInstance()));

  private static final int BUFFER = 1 << 16;

  private final Function<Shape, Codec> codec;

  Contender(Function<Shape, Codec> codec) {
    this.codec = codec;
  }

  Codec codec(Shape shape) {
    return codec.apply(shape);
  }

  /** The shape's rows in the form that this serializer takes. */
  List<?> rows(Shape shape) {
    return shape.records();
  }

  private static SparkConf p3Settings() {
    return new SparkConf(false)
        .set("spark.kryo.registrationRequired", "true")
        .set("spark.kryo.registrator", P3Registrator.class.getName());
  }

  /** Through Spark's interface, whose class tag no serializer looks at. */
  private record SparkCodec(SerializerInstance serializer) implements Codec {
    private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

    @Override
    public int write(Object row) {
      return serializer.serialize(row, ANY).remaining();
    }

    @Override
    public byte[] bytes(Object row) {
      ByteBuffer buffer = serializer.serialize(row, ANY);
      return Arrays.copyOfRange(
          buffer.array(), buffer.arrayOffset(), buffer.arrayOffset() + buffer.remaining());
    }

    @Override
    public Object read(byte[] bytes) {
      return serializer.deserialize(ByteBuffer.wrap(bytes), ANY);
    }
  }

  /** Kryo 4, told the class beforehand. */
  private static final class Kryo4Codec implements Codec {
    private final Class<?> type;
    private final Kryo kryo;
    private final Output output = new Output(BUFFER, -1);
    private final Input input = new Input();

    Kryo4Codec(SparkConf settings, Class<?> type) {
      this.type = type;
      this.kryo =
          new KryoSerializer(settings.set("spark.kryo.referenceTracking", "false")).newKryo();
      kryo.register(type);
    }

    @Override
    public int write(Object row) {
      output.clear();
      kryo.writeObject(output, row);
      return output.position();
    }

    @Override
    public byte[] bytes(Object row) {
      write(row);
      return output.toBytes();
    }

    @Override
    public Object read(byte[] bytes) {
      input.setBuffer(bytes);
      return kryo.readObject(input, type);
    }
  }

  /** Kryo 5, told the class beforehand. */
  private static final class Kryo5Codec implements Codec {
    private final Class<?> type;
    private final com.esotericsoftware.kryo.kryo5.Kryo kryo =
        new com.esotericsoftware.kryo.kryo5.Kryo();
    private final com.esotericsoftware.kryo.kryo5.io.Output output =
        new com.esotericsoftware.kryo.kryo5.io.Output(BUFFER, -1);
    private final com.esotericsoftware.kryo.kryo5.io.Input input =
        new com.esotericsoftware.kryo.kryo5.io.Input();

    Kryo5Codec(Shape shape) {
      this.type = shape.recordType();
      registered().forEach(kryo::register);
      kryo.register(type);
    }

    @Override
    public int write(Object row) {
      output.reset();
      kryo.writeObject(output, row);
      return output.position();
    }

    @Override
    public byte[] bytes(Object row) {
      write(row);
      return output.toBytes();
    }

    @Override
    public Object read(byte[] bytes) {
      input.setBuffer(bytes);
      return kryo.readObject(input, type);
    }
  }

  private static final class ForyCodec implements Codec {
    private final Fory fory =
        Fory.builder()
            .withXlang(false)
            .withRefTracking(false)
            .requireClassRegistration(true)
            .withAsyncCompilation(false)
            .build();
    private final MemoryBuffer buffer = MemoryBuffer.newHeapBuffer(BUFFER);

    ForyCodec(Shape shape) {
      registered().forEach(fory::register);
      fory.register(shape.recordType());
    }

    @Override
    public int write(Object row) {
      buffer.writerIndex(0);
      fory.serialize(buffer, row);
      return buffer.writerIndex();
    }

    @Override
    public byte[] bytes(Object row) {
      return buffer.getBytes(0, write(row));
    }

    @Override
    public Object read(byte[] bytes) {
      return fory.deserialize(bytes);
    }
  }

  private static List<Class<?>> registered() {
    return List.of(
        Rows.Place.class,
        Rows.Passenger.class,
        java.util.ArrayList.class,
        java.util.HashMap.class,
        java.util.HashSet.class,
        double[].class);
  }
}
