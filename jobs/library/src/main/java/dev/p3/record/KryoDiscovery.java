package dev.p3.record;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkStageInfo;
import scala.Option;

/**
 * What an application handed to Kryo without having registered it. With {@code
 * spark.p3.kryo.discover=true}, set before the SparkContext starts, {@link P3Registrator} lets
 * unregistered classes pass, whatever {@code spark.kryo.registrationRequired} says, and notes each
 * of them, on the driver and on every executor: one run finds all that a strict run would stop at
 * one by one.
 *
 * <p>A run that discovers gives the same results. It is slower, writes class names instead of ids,
 * tracks references whatever {@code spark.kryo.referenceTracking} says, and replaces minlog's
 * logger, through which Kryo speaks. Each class is also logged, as a warning of this class's
 * logger.
 *
 * @param classes by name
 */
public record KryoDiscovery(List<UnregisteredClass> classes) {
  /** The setting that turns discovery on. */
  public static final String KEY = "spark.p3.kryo.discover";

  public KryoDiscovery {
    classes = List.copyOf(classes);
  }

  /**
   * What was met so far. Thread-safe; executors' classes are there when their tasks have ended.
   *
   * @param context the running context of this process, which is the driver
   * @throws IllegalStateException when the context was started without {@link #KEY} or without
   *     {@link P3Registrator}
   */
  public static KryoDiscovery of(SparkContext context) {
    String registrators = context.getConf().get("spark.kryo.registrator", "");
    if (!context.getConf().getBoolean(KEY, false)
        || !registrators.contains(P3Registrator.class.getName())) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Cannot discover unregistered classes: the application was started with %s=%s and spark.kryo.registrator=%s (they must be true and %s before the SparkContext starts)",
              KEY,
              context.getConf().get(KEY, "false"),
              registrators,
              P3Registrator.class.getName()));
    }
    return new KryoDiscovery(
        DiscoveredClasses.of(SparkEnv.get()).all().stream()
            .map(
                use ->
                    new UnregisteredClass(
                        use.name(),
                        use.kind(),
                        use.reachedBy(),
                        stage(use, context),
                        use.listing()))
            .toList());
  }

  private static String stage(UnregisteredUse use, SparkContext context) {
    String detail = use.detail().isEmpty() ? "" : ", " + use.detail();
    if (use.stage() == UnregisteredUse.DRIVER) {
      return "driver" + detail;
    }
    Option<SparkStageInfo> known = context.statusTracker().getStageInfo(use.stage());
    String name = known.isDefined() ? ": " + known.get().name() : "";
    return String.format(Locale.ROOT, "stage %d%s%s", use.stage(), name, detail);
  }

  /**
   * Source of a {@link RecordModule} that lists the classes, ready to be compiled. An array whose
   * element is listed has no line of its own, since it is registered with it.
   *
   * @param name the module's simple name
   */
  public String moduleSource(String name) {
    List<String> listed = classes.stream().map(UnregisteredClass::name).toList();
    List<UnregisteredClass> lines =
        classes.stream()
            .filter(each -> !each.listing().isEmpty())
            .filter(each -> !isArrayOf(listed, each))
            .toList();
    return String.format(
        Locale.ROOT,
        """
        import dev.p3.record.RecordModule;
        import java.util.List;

        /**
         * %s Found by %s.
         *
         * <p>Move it into a package, and write its full name into the file
         * META-INF/services/dev.p3.record.RecordModule beside it.
         */
        public final class %s implements RecordModule {
          @Override
          public List<Class<?>> classes() {
            return List.of(%s);
          }
        %s}
        """,
        lines.isEmpty()
            ? "No class was handed to Kryo without being registered."
            : "What was handed to Kryo without being registered.",
        KEY,
        name,
        lines.stream().map(KryoDiscovery::line).collect(Collectors.joining(",")),
        remarks() + lookUp(lines));
  }

  private static boolean isArrayOf(List<String> listed, UnregisteredClass each) {
    String element = each.name().replaceFirst("\\[]$", "");
    return !element.equals(each.name()) && !element.endsWith("[]") && listed.contains(element);
  }

  private static String line(UnregisteredClass each) {
    return String.format(
        Locale.ROOT, "\n        // %s\n        %s", each.reachedBy(), each.listing());
  }

  /** Says which classes cannot be listed. */
  private String remarks() {
    return classes.stream()
        .filter(each -> each.listing().isEmpty())
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "\n  // Not listed, because the task's class loader does not find it: %s %s\n",
                    each.kind(),
                    each.name()))
        .collect(Collectors.joining());
  }

  private static String lookUp(List<UnregisteredClass> lines) {
    if (lines.stream().noneMatch(each -> each.listing().startsWith("named("))) {
      return "";
    }
    return """

          /** A class that is not visible here. */
          private static Class<?> named(String name) {
            try {
              return Class.forName(name);
            } catch (ClassNotFoundException e) {
              throw new IllegalStateException("Cannot list " + name, e);
            }
          }
        """;
  }
}
