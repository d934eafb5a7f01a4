package dev.p3.patterns.serialize;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.Utils;

/**
 * Finds or makes record classes; the same one on every call, because Spark keeps generated code by
 * its text and would link it with the first class of a name. Thread-safe.
 */
final class RecordClasses {
  private static final Map<String, Class<? extends Record>> SHAPED = new HashMap<>();
  private static final Map<String, ClassLoader> LOADERS = new HashMap<>();
  private static final ClassLoader OWN = RecordClasses.class.getClassLoader();

  private RecordClasses() {}

  /**
   * A record with a component for each column, public and serializable. Its name depends on the
   * schema alone. A column that is not nullable gives a primitive component where there is one.
   *
   * <p>Cost: a class of a few kB for each schema, kept as long as the JVM runs.
   *
   * @throws BadUsageException naming every column whose type no serializer here carries
   */
  static synchronized Class<? extends Record> shapedAs(StructType schema) {
    Class<? extends Record> known = SHAPED.get(schema.json());
    if (known == null) {
      known = new RecordClassWriter(schema).define();
      SHAPED.put(schema.json(), known);
    }
    return known;
  }

  /**
   * The record class of a name: p3's own, one of {@code spark.jars}, or one that the thread's class
   * loader finds.
   *
   * @param name as Java or as the JVM writes it: {@code a.Outer.Inner} or {@code a.Outer$Inner}
   * @param jars the value of {@code spark.jars}
   * @throws BadUsageException when there is no such class, or it is no record
   */
  static Class<? extends Record> named(String name, String jars) {
    var loaders = new LinkedHashSet<ClassLoader>(List.of(OWN, jarLoader(jars)));
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      loaders.add(context);
    }
    Class<?> found = find(name, loaders);
    if (found == null) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot find --record '%s': no such class (must be the full name of a record class, with its package; name the jar that has it with --conf spark.jars=JAR)",
              name));
    }
    if (!found.isRecord()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Invalid --record: '%s' is %s and no record (must be a public record, whose components are read by name)",
              name,
              found.isInterface() ? "an interface" : found.isEnum() ? "an enum" : "a class"));
    }
    return found.asSubclass(Record.class);
  }

  private static Class<?> find(String name, Set<ClassLoader> loaders) {
    // A nested class of an outer one is Outer$Inner to the JVM.
    for (String binary = name; ; binary = binary.replaceFirst("\\.([^.]*)$", "\\$$1")) {
      for (ClassLoader loader : loaders) {
        Class<?> found = find(binary, loader);
        if (found != null) {
          return found;
        }
      }
      if (!binary.contains(".")) {
        return null;
      }
    }
  }

  private static Class<?> find(String binary, ClassLoader loader) {
    try {
      return Class.forName(binary, false, loader);
    } catch (ClassNotFoundException e) {
      return null;
    } catch (LinkageError e) {
      if (String.valueOf(e.getMessage()).contains("wrong name")) {
        return null; // one that differs in case, on some file systems
      }
      throw new BadUsageException(
          String.format(Locale.ROOT, "Cannot load --record '%s': %s", binary, Cause.firstLine(e)));
    }
  }

  /** Whether {@link #shapedAs} made the class. */
  static synchronized boolean isShaped(Class<? extends Record> type) {
    return SHAPED.containsValue(type);
  }

  private static synchronized ClassLoader jarLoader(String jars) {
    return LOADERS.computeIfAbsent(jars, RecordClasses::newJarLoader);
  }

  private static ClassLoader newJarLoader(String jars) {
    URL[] urls =
        Arrays.stream(jars.split(",", -1))
            .map(String::strip)
            .filter(jar -> jar.startsWith("file:") || (!jar.isEmpty() && !jar.contains(":")))
            .map(RecordClasses::url)
            .toArray(URL[]::new);
    return urls.length == 0 ? OWN : new URLClassLoader(urls, OWN);
  }

  /** Of a path as Spark takes it in {@code spark.jars}. */
  private static URL url(String jar) {
    try {
      return Utils.resolveURI(jar).toURL();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Invalid spark.jars: '%s' is no path of a jar (%s)",
              jar,
              Cause.firstLine(e)));
    }
  }
}
