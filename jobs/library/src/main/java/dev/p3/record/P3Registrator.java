package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.factories.SerializerFactory;
import java.util.Locale;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers with Kryo the records of every {@link RecordModule} on the class path, the JDK's
 * containers whose classes are not public, and the classes that Spark's own tasks send but Spark
 * does not register.
 *
 * <p>Set by {@code spark.kryo.registrator=dev.p3.record.P3Registrator}; with it {@code
 * spark.kryo.registrationRequired=true} is safe to leave on. Works with {@code
 * spark.kryo.referenceTracking} and {@code spark.kryo.unsafe} on and off. Records must be listed by
 * a module, not in {@code spark.kryo.classesToRegister}, which Spark reads before this class can
 * tell Kryo how to write records.
 *
 * <p>A listed class's id is a function of its name and, for records and enums, of its components
 * and constants. Bytes of another version of a record, or of a class that is not listed here, are
 * refused with Kryo's "unregistered class ID".
 *
 * <p>In a notebook or shell no registration is required, whatever the setting says: no module can
 * list the classes of its cells.
 *
 * <p>With {@link KryoDiscovery#KEY} on, unregistered classes pass and are noted.
 *
 * <p>Thread-safe. Cost: the modules are read once per class loader, then about 0.1 ms per Kryo.
 */
public final class P3Registrator implements KryoRegistrator {
  /**
   * Where a session that p3 opens leaves the driver's {@link #fingerprint}. Executors whose list of
   * classes differs refuse to work; where the setting is not there they ask the driver.
   */
  public static final String FINGERPRINT_KEY = "spark.p3.kryo.fingerprint";

  /**
   * Where a session that p3 opens leaves the names of the classes given to {@link
   * RecordModule#register}, with commas between.
   */
  public static final String CLASSES_KEY = "spark.p3.kryo.classes";

  /** Where Spark serves the classes that a notebook's or shell's interpreter compiles. */
  private static final String REPL_CLASSES = "spark.repl.class.uri";

  private static final String DRIVER = "driver"; // the executor id that Spark gives the driver

  /**
   * A short text that is equal where the same classes in the same versions are listed.
   *
   * @throws IllegalStateException when a module cannot be loaded, or two list different classes
   *     under one name
   */
  public static String fingerprint() {
    return plan().fingerprint();
  }

  /** The names of the classes given to {@link RecordModule#register}; empty when there are none. */
  public static String namesOfRunTimeClasses() {
    return RunTimeClasses.names();
  }

  /**
   * @throws IllegalStateException as {@link #fingerprint}, and when this process's list of classes
   *     is not the driver's; inside Java deserialization, which hides exceptions, the next use of
   *     the Kryo throws it
   */
  @Override
  public void registerClasses(Kryo kryo) {
    RegistrationPlan plan = plan();
    SparkEnv env = SparkEnv.get();
    if (env != null) {
      String drivers =
          env.conf().contains(FINGERPRINT_KEY)
              ? env.conf().get(FINGERPRINT_KEY)
              : DriversFingerprint.of(env, plan.fingerprint());
      try {
        requireSameClasses(drivers, plan.fingerprint(), env.executorId());
      } catch (IllegalStateException refusal) {
        RefusingReferences.refuse(kryo, refusal);
      }
    }
    // Before any register(): Kryo picks a class's serializer when the class is registered.
    kryo.addDefaultSerializer(
        Record.class,
        (SerializerFactory)
            (ignored, type) -> new RecordSerializer<>(type.asSubclass(Record.class)));
    JdkContainers.serializers()
        .forEach(
            (type, serializer) ->
                kryo.register(
                    new FirstRegistration(type, serializer, kryo.getNextRegistrationId())));
    kryo.register(ComponentValue.class, new ComponentValueSerializer());
    plan.register(kryo);
    LengthCheckedSerializers.install(kryo);
    if (env != null && env.conf().contains(REPL_CLASSES)) {
      kryo.setRegistrationRequired(false);
    }
    if (env != null && env.conf().getBoolean(KryoDiscovery.KEY, false)) {
      DiscoveredClasses.of(env).observe(kryo);
    }
  }

  static boolean isDriver(SparkEnv env) {
    return DRIVER.equals(env.executorId());
  }

  static void requireSameClasses(String drivers, String own, String executor) {
    if (!drivers.equals(own)) {
      String process = DRIVER.equals(executor) ? "the driver" : "executor " + executor;
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Cannot serialize with Kryo on %s: its list of record classes is %s, the driver's is %s (they must be equal; give every process the same jars, with --jars or in the image)",
              process,
              own,
              drivers));
    }
  }

  private static RegistrationPlan plan() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return RegistrationPlan.of(loader == null ? P3Registrator.class.getClassLoader() : loader);
  }

  /**
   * Keeps its serializer: Spark calls registrators before it registers Chill's serializers, some of
   * which reach into private fields of the JDK.
   */
  private static final class FirstRegistration extends Registration {
    FirstRegistration(Class<?> type, Serializer<?> serializer, int id) {
      super(type, serializer, id);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the overridden method has it
    public void setSerializer(Serializer later) {
      // The first stays.
    }
  }
}
