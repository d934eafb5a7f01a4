package dev.p3.scope;

import dev.p3.record.ComponentValue;
import dev.p3.record.RecordModule;
import java.io.NotSerializableException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockStatus;
import org.apache.spark.storage.BroadcastBlockId;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SizeEstimator;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * Sends the components of one record: small ones together, each large one in a broadcast of its
 * own. Used once, on the driver.
 *
 * <p>A component is serialized once: it is written to memory until it turns out to be large, and a
 * large one is then written by its broadcast.
 */
final class ScopePacker<R extends Record> {
  private final SparkContext context;
  private final ScopeSettings settings;
  private final String record;
  private final CallSite site;
  private final String name; // Scope Lookups (opened at EnrichJob.java:41)
  private final ScopeFrame frame = new ScopeFrame();
  private final List<Broadcast<ComponentValue>> large = new ArrayList<>();
  private final List<LongAccumulator> builds = new ArrayList<>();
  private final Map<String, Long> bytes = new LinkedHashMap<>();
  private final Map<String, Long> memory = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  ScopePacker(
      SparkContext context, ScopeSettings settings, Class<? extends Record> type, CallSite site) {
    this.context = context;
    this.settings = settings;
    this.record = type.getSimpleName();
    this.site = site;
    this.name = String.format(Locale.ROOT, "Scope %s (opened at %s)", record, site);
  }

  /**
   * Sends the components of a record that holds no null.
   *
   * @throws IllegalArgumentException naming every component that cannot be serialized, or the
   *     largest ones when all together are over the budget; nothing stays behind
   */
  ScopeParts<R> pack(R values) {
    RecordComponent[] components = values.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      add(values.getClass(), i, components[i].getName(), Components.value(values, components[i]));
    }
    long total = bytes.values().stream().mapToLong(Long::longValue).sum();
    if (faults.isEmpty() && total > settings.maxBytes()) {
      faults.add(overBudget(total));
    }
    if (!faults.isEmpty()) {
      large.stream().filter(Objects::nonNull).forEach(Broadcast::destroy);
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot open scope %s at %s: %s",
              record,
              site,
              String.join("; ", faults)));
    }
    return sent(values);
  }

  /** What each component takes as it is sent. */
  Map<String, Long> bytes() {
    return bytes;
  }

  /** What each component takes in memory, but for those that executors build. */
  Map<String, Long> memory() {
    return memory;
  }

  @SuppressWarnings("unchecked") // a value's class is the class of its type
  private ScopeParts<R> sent(R values) {
    return new ScopeParts<>(
        UUID.randomUUID().toString(),
        name,
        (Class<R>) values.getClass(),
        broadcast(frame.bytes(), byte[].class),
        large,
        builds,
        settings.checkMutation());
  }

  private void add(Class<? extends Record> type, int index, String component, Object value) {
    Broadcast<ComponentValue> own = null;
    LongAccumulator built = null;
    try {
      if (value instanceof PerExecutor<?> recipe) {
        byte[] serialized = serialized(recipe);
        frame.addRecipe(serialized);
        built =
            context.longAccumulator(
                String.format(Locale.ROOT, "values built for %s of %s", component, name));
        bytes.put(component, (long) serialized.length);
      } else {
        var sent = new ComponentValue(type, index, value);
        memory.put(component, SizeEstimator.estimate(value));
        Optional<byte[]> small = SizeLimitedSerializer.serialize(sent, settings.inlineBytes());
        if (small.isPresent()) {
          frame.addValue(small.get());
          bytes.put(component, (long) small.get().length);
        } else {
          own = broadcast(sent, ComponentValue.class);
          frame.addElsewhere();
          bytes.put(component, blockBytes(own.id()));
        }
      }
    } catch (Exception e) {
      String fault = fault(type, component, value, e);
      if (!faults.contains(fault)) {
        faults.add(fault);
      }
    }
    large.add(own);
    builds.add(built);
  }

  private static String fault(
      Class<? extends Record> type, String component, Object value, Exception cause) {
    return isUnregistered(type, cause)
        ? String.format(
            Locale.ROOT,
            "record %s is not registered (list it in a RecordModule, whose class name stands in META-INF/services/%s)",
            type.getName(),
            RecordModule.class.getName())
        : String.format(
            Locale.ROOT,
            "component %s cannot be serialized: %s%s",
            component,
            rootMessage(cause) + where(value, component),
            remedy(value, cause));
  }

  /** Outside local mode the driver keeps the serialized form alone. */
  private <T> Broadcast<T> broadcast(T value, Class<T> type) {
    return context.broadcastInternal(value, true, ClassTag$.MODULE$.apply(type));
  }

  private static byte[] serialized(PerExecutor<?> recipe) {
    ByteBuffer buffer =
        SparkEnv.get()
            .closureSerializer()
            .newInstance()
            .serialize(recipe, ClassTag$.MODULE$.apply(PerExecutor.class));
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The blocks are counted where the driver keeps them, which serializes nothing again. */
  private static long blockBytes(long broadcast) {
    BlockManager blocks = SparkEnv.get().blockManager();
    long total = 0;
    for (int piece = 0; ; piece++) {
      Option<BlockStatus> status =
          blocks.getStatus(new BroadcastBlockId(broadcast, "piece" + piece));
      if (status.isEmpty()) {
        return total;
      }
      total += status.get().memSize() + status.get().diskSize();
    }
  }

  private String overBudget(long total) {
    return String.format(
        Locale.ROOT,
        "it takes %s serialized and %s is %s; largest components: %s (raise the setting, or make the largest a join)",
        ByteSize.text(total),
        ScopeSettings.MAX_BYTES,
        ByteSize.text(settings.maxBytes()),
        Components.largest(bytes, 5));
  }

  private static String where(Object value, String component) {
    if (value instanceof PerExecutor<?>) {
      return ""; // goes another way
    }
    List<String> offenders =
        ChannelCheck.offenders(value, component, SparkEnv.get().serializer().newInstance());
    return offenders.isEmpty() ? "" : ", at " + String.join(", ", offenders);
  }

  /** What to do of what is known to help; nothing where a class's own code failed. */
  private static String remedy(Object value, Exception failure) {
    Throwable root = root(failure);
    boolean isOfClass =
        root instanceof NotSerializableException
            || String.valueOf(root.getMessage()).startsWith("Class is not registered: ");
    if (!isOfClass) {
      return "";
    }
    return value instanceof PerExecutor<?> recipe
        ? recipe.unsendable()
        : " (make its class serializable or list it in a RecordModule, or build it on the executors with PerExecutor)";
  }

  /** Whether it is the record itself that Kryo does not take, and no component's value. */
  private static boolean isUnregistered(Class<? extends Record> type, Throwable failure) {
    return rootMessage(failure).endsWith("Class is not registered: " + type.getName());
  }

  private static String rootMessage(Throwable failure) {
    return root(failure).toString().lines().findFirst().orElseThrow();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
