package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.factories.SerializerFactory;
import java.util.Comparator;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers with Kryo the records of every {@link RecordModule} on the class path, and the classes
 * of the JDK and of Spark that Spark's own tasks send but does not register itself.
 *
 * <p>Set by {@code spark.kryo.registrator=dev.p3.record.P3Registrator}; with it {@code
 * spark.kryo.registrationRequired=true} is safe to leave on. Ids follow the sorted class names, so
 * they do not depend on the order in which modules are found.
 */
public final class P3Registrator implements KryoRegistrator {
  @Override
  public void registerClasses(Kryo kryo) {
    // Before any register(): Kryo picks a class's serializer when the class is registered.
    kryo.addDefaultSerializer(
        Record.class,
        (SerializerFactory)
            (ignored, type) -> new RecordSerializer<>(type.asSubclass(Record.class)));
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    for (String name : BackFilledClasses.NAMES) {
      try {
        kryo.register(Class.forName(name, false, loader));
      } catch (ClassNotFoundException absent) {
        // Not every Spark line has every class; what is not there cannot be sent either.
      }
    }
    var listed = new TreeSet<Class<?>>(Comparator.comparing(Class::getName));
    for (RecordModule module : ServiceLoader.load(RecordModule.class, loader)) {
      listed.addAll(module.classes());
    }
    listed.forEach(kryo::register);
  }
}
