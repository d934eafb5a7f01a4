package dev.p3.session;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * The packages of the JDK that Spark reaches into, and which a JVM opens by {@code --add-opens}.
 * Spark's launch scripts pass these options, but not the standalone master to a driver in cluster
 * mode; nor do a test, a program of one's own and an IDE.
 *
 * <p>A program calls {@link #open} first of all; then it needs none of them. Thread-safe.
 */
public final class OpenModules {
  private static final String OPENS = "--add-opens=";
  private static final String PROPERTY = "-D";

  private OpenModules() {}

  /** The options of the JVM that open what Spark needs, as Spark itself lists them. */
  public static List<String> options() {
    return List.of(JavaModuleOptions.defaultModuleOptions().trim().split(" +", 0));
  }

  /** Whether this JVM has them all open. */
  public static boolean areOpen() {
    return closed().isEmpty();
  }

  /**
   * Opens in this JVM what is not open yet, and sets the properties that Spark would set. Does
   * nothing where all is open. Cost: a few milliseconds, once.
   *
   * @throws IllegalStateException when this JVM does not allow it, with the options to start it by
   */
  public static void open() {
    for (String option : options()) {
      if (option.startsWith(PROPERTY)) {
        String[] property = option.substring(PROPERTY.length()).split("=", 2);
        System.getProperties().putIfAbsent(property[0], property[1]);
      }
    }
    Map<String, Module> closed = closed();
    if (closed.isEmpty()) {
      return;
    }
    try {
      MethodHandle opener = opener();
      for (Map.Entry<String, Module> each : closed.entrySet()) {
        opener.invoke(each.getValue(), each.getKey());
      }
    } catch (Throwable refused) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Cannot open the packages of the JDK that Spark needs (%s). Start this JVM with: %s",
              refused,
              String.join(" ", options())),
          refused);
    }
  }

  /** The packages that are not open, with their modules. */
  private static Map<String, Module> closed() {
    Map<String, Module> closed = new LinkedHashMap<>();
    Module own = OpenModules.class.getModule();
    for (String option : options()) {
      if (option.startsWith(OPENS)) {
        String[] target = option.substring(OPENS.length()).split("[/=]", 3);
        Optional<Module> module = ModuleLayer.boot().findModule(target[0]);
        module
            .filter(each -> each.getPackages().contains(target[1]))
            .filter(each -> !each.isOpen(target[1], own))
            .ifPresent(each -> closed.put(target[1], each));
      }
    }
    return closed;
  }

  /**
   * The JDK's own way to open a package to all classes that are in no module, which it gives to
   * nobody: read from the one lookup that may call it. By reflection, because javac warns of every
   * use of the class.
   */
  private static MethodHandle opener() throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field instance =
        Arrays.stream(unsafe.getDeclaredFields())
            .filter(field -> field.getName().equals("theUnsafe"))
            .findFirst()
            .orElseThrow(() -> new NoSuchFieldException("theUnsafe"));
    instance.setAccessible(true);
    Object memory = instance.get(null);
    Field all = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
    Object base = unsafe.getMethod("staticFieldBase", Field.class).invoke(memory, all);
    Object offset = unsafe.getMethod("staticFieldOffset", Field.class).invoke(memory, all);
    var lookup =
        (MethodHandles.Lookup)
            unsafe.getMethod("getObject", Object.class, long.class).invoke(memory, base, offset);
    return lookup.findVirtual(
        Module.class, "implAddOpensToAllUnnamed", MethodType.methodType(void.class, String.class));
  }
}
