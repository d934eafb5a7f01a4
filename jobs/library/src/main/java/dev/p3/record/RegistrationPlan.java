package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.WeakHashMap;

/**
 * The classes that the modules seen by one class loader list, with their Kryo ids; made once per
 * loader, since Spark makes a Kryo for every task, and again when classes were registered since.
 *
 * <p>An id is a hash of the class's {@link RecordShape}, moved to the next free number on a
 * collision. So it depends neither on the order of modules nor, but for a collision, on which other
 * modules there are; and a record that gained or lost a component has another id, so that bytes of
 * its earlier version are refused.
 */
final class RegistrationPlan {
  /** Above the ids that Spark gives, below the first that needs a third byte. */
  private static final int FIRST_ID = 1024;

  private static final int LAST_ID = (1 << 14) - 3;
  private static final Map<ClassLoader, SoftReference<RegistrationPlan>> PLANS =
      new WeakHashMap<>();

  private final RunTimeClasses more;
  private final Map<Integer, Class<?>> classById;
  private final List<Class<?>> backFilled;
  private final String fingerprint;

  private RegistrationPlan(
      RunTimeClasses more, Map<String, Class<?>> listed, List<Class<?>> backFilled) {
    this.more = more;
    this.classById = ids(listed);
    this.backFilled = backFilled;
    this.fingerprint =
        String.format(
            Locale.ROOT, "%d-classes-%08x", listed.size(), describe(listed, classById).hashCode());
  }

  static RegistrationPlan of(ClassLoader loader) {
    RunTimeClasses more = RunTimeClasses.of(loader);
    synchronized (PLANS) {
      SoftReference<RegistrationPlan> known = PLANS.get(loader);
      RegistrationPlan plan = known == null ? null : known.get();
      if (plan == null || !plan.more.equals(more)) {
        plan =
            new RegistrationPlan(
                more,
                listedBy(ServiceLoader.load(RecordModule.class, loader), more),
                BackFilledClasses.presentIn(loader));
        PLANS.put(loader, new SoftReference<>(plan));
      }
      return plan;
    }
  }

  /** For tests: the plan of given modules. */
  static RegistrationPlan of(Iterable<RecordModule> modules) {
    var none = new RunTimeClasses(List.of());
    return new RegistrationPlan(none, listedBy(modules, none), List.of());
  }

  /** A short text that is equal where the same classes with the same shapes are listed. */
  String fingerprint() {
    return fingerprint;
  }

  Map<Integer, Class<?>> classById() {
    return classById;
  }

  void register(Kryo kryo) {
    for (Class<?> type : backFilled) {
      if (kryo.getClassResolver().getRegistration(type) == null) {
        kryo.register(type);
      }
    }
    classById.forEach((id, type) -> register(kryo, type, id));
  }

  private static void register(Kryo kryo, Class<?> type, int id) {
    if (kryo.getClassResolver().getRegistration(type) != null) {
      return; // listed in spark.kryo.classesToRegister, or by Spark
    }
    kryo.register(type, serializer(kryo, type), id);
  }

  private static Serializer<?> serializer(Kryo kryo, Class<?> type) {
    if (type.isArray() && type.getComponentType().isRecord()) {
      return new CodecSerializer<>(ComponentCodecs.of(type));
    }
    return Object[].class.isAssignableFrom(type)
        ? LengthCheckedSerializers.arraysOf(type)
        : kryo.getDefaultSerializer(type);
  }

  private static Map<String, Class<?>> listedBy(
      Iterable<RecordModule> modules, RunTimeClasses more) {
    Map<String, Class<?>> listed = new TreeMap<>();
    addAll(listed, more);
    try {
      for (RecordModule module : modules) {
        addAll(listed, module);
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(
          "Cannot load the record modules: "
              + e.getMessage()
              + (e.getCause() == null ? "" : ": " + e.getCause())
              + " (each line of META-INF/services/dev.p3.record.RecordModule must name a public"
              + " class that implements RecordModule and has a constructor without arguments)",
          e);
    }
    return listed;
  }

  private static void addAll(Map<String, Class<?>> listed, RecordModule module) {
    for (Class<?> type : module.classes()) {
      add(listed, type, module);
      if (!type.isArray()) {
        add(listed, type.arrayType(), module);
      }
    }
  }

  private static void add(Map<String, Class<?>> listed, Class<?> type, RecordModule module) {
    Class<?> same = listed.putIfAbsent(type.getName(), type);
    if (same != null && same != type) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Cannot register %s: module %s lists it as loaded by %s, another module as loaded by %s (a class must come from one jar; remove the other)",
              type.getName(),
              module.getClass().getName(),
              type.getClassLoader(),
              same.getClassLoader()));
    }
  }

  private static Map<Integer, Class<?>> ids(Map<String, Class<?>> listed) {
    Map<Integer, Class<?>> byId = new TreeMap<>();
    for (Class<?> type : listed.values()) {
      int range = LAST_ID - FIRST_ID + 1;
      int slot = Math.floorMod(spread(RecordShape.of(type).hashCode()), range);
      while (byId.putIfAbsent(FIRST_ID + slot, type) != null) {
        slot = (slot + 1) % range;
      }
    }
    return byId;
  }

  /** Mixes the bits of a hash (the finalizer of MurmurHash3). */
  private static int spread(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
    return mixed ^ (mixed >>> 16);
  }

  private static String describe(Map<String, Class<?>> listed, Map<Integer, Class<?>> byId) {
    Map<Class<?>, Integer> idOf = new HashMap<>();
    byId.forEach((id, type) -> idOf.put(type, id));
    List<String> lines = new ArrayList<>();
    listed.forEach((name, type) -> lines.add(idOf.get(type) + " " + RecordShape.of(type)));
    return String.join("\n", lines);
  }
}
