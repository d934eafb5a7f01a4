package dev.p3.patterns.serialize;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.p3.record.P3Registrator;
import java.io.OutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.KryoSerializer;

/**
 * Kryo with the application's settings and p3's registrator, without which no Kryo takes records:
 * each record with its class, as Spark's stream writes them.
 */
final class KryoStream implements RecordStream {
  private static final String REGISTRATORS = "spark.kryo.registrator";
  private static final int BUFFER = 1 << 12; // as Spark's stream

  private final Kryo kryo;

  private KryoStream(Kryo kryo) {
    this.kryo = kryo;
  }

  /** The record's class is registered: an id stands for it. */
  static KryoStream registered(RecordType type) {
    Kryo kryo = kryo();
    kryo.register(type.type());
    return new KryoStream(kryo);
  }

  /** The record's class is not registered, even if a module lists it: each record names it. */
  static KryoStream unregistered(RecordType type) {
    Kryo kryo = kryo();
    kryo.getClassResolver().registerImplicit(type.type());
    return new KryoStream(kryo);
  }

  private static Kryo kryo() {
    SparkConf settings =
        SparkEnv.get().conf().clone().set("spark.kryo.registrationRequired", "false");
    String p3 = P3Registrator.class.getName();
    String registrators = settings.get(REGISTRATORS, "");
    if (!registrators.contains(p3)) {
      settings.set(REGISTRATORS, registrators.isEmpty() ? p3 : p3 + "," + registrators);
    }
    return new KryoSerializer(settings).newKryo();
  }

  @Override
  public void write(Object[] records, OutputStream out) {
    var output = new Output(out, BUFFER);
    for (Object each : records) {
      kryo.writeClassAndObject(output, each);
    }
    output.flush();
  }

  @Override
  public void read(byte[] bytes, Object[] into) {
    var input = new Input(bytes);
    for (int i = 0; i < into.length; i++) {
      into[i] = kryo.readClassAndObject(input);
    }
  }
}
