package dev.p3.scope;

import dev.p3.record.ComponentValue;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BroadcastBlockId;
import org.apache.spark.util.LongAccumulator;

/**
 * Where a scope's values are found: one broadcast of all small components, and one of each large
 * one. A handle: it holds no value.
 *
 * @param id names the scope in every process
 * @param name {@code Scope Lookups (opened at EnrichJob.java:41)}
 * @param type the record
 * @param frame the small components, as {@link ScopeFrame} writes them
 * @param large a broadcast for each component that has its own; null for the others
 * @param builds counts the values built for each component that is a {@link PerExecutor}; null for
 *     the others
 * @param checksMutation whether the values are watched for changes
 */
record ScopeParts<R extends Record>(
    String id,
    String name,
    Class<R> type,
    Broadcast<byte[]> frame,
    List<Broadcast<ComponentValue>> large,
    List<LongAccumulator> builds,
    boolean checksMutation)
    implements Serializable {

  /**
   * The record, made by its canonical constructor.
   *
   * @param perExecutor this process's value for each component that is a {@link PerExecutor}
   * @throws IllegalStateException when the constructor refuses what arrived
   */
  R assemble(List<PerExecutorValue> perExecutor) throws IOException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = ScopeFrame.read(frame.value(), components.length);
    for (int i = 0; i < values.length; i++) {
      if (large.get(i) != null) {
        values[i] = large.get(i).value().value();
      } else if (values[i] instanceof PerExecutor<?> recipe) {
        values[i] = recipe.within(perExecutor.get(i));
      }
    }
    try {
      Constructor<R> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      canonical.setAccessible(true);
      return canonical.newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Cannot assemble %s: its constructor refused the values that arrived: %s",
              name,
              refused.getCause()),
          refused.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "Cannot assemble %s: %s", name, e), e);
    }
  }

  /** Whether the driver took the broadcasts back: asks the driver. */
  boolean isDestroyed() {
    return broadcasts()
        .anyMatch(
            broadcast ->
                SparkEnv.get()
                    .blockManager()
                    .master()
                    .getLocations(new BroadcastBlockId(broadcast.id(), "piece0"))
                    .isEmpty());
  }

  /** Whether this process, which once received the values, still holds them. */
  boolean isHeld() {
    SparkEnv env = SparkEnv.get();
    return env != null
        && env.blockManager().getStatus(new BroadcastBlockId(frame.id(), "")).isDefined();
  }

  /** Gives the memory of the values back, on the driver and on every executor. */
  void destroy() {
    broadcasts().forEach(Broadcast::destroy);
  }

  private Stream<Broadcast<?>> broadcasts() {
    return Stream.concat(Stream.of(frame), large.stream().filter(Objects::nonNull));
  }
}
