package dev.p3.scope;

import java.io.Serializable;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A component of a scope's record that is built where it is used: a client, a parser, a compiled
 * model. What travels is the recipe; each executor process builds the value when a task first asks
 * for it, and all its tasks share it.
 *
 * <pre>{@code
 * record Tools(PerExecutor<Parser> parser) {}
 *
 * try (Scope<Tools> scope = Scope.open(spark, new Tools(PerExecutor.of(() -> new Parser())))) {
 *   scope.map(lines, (tools, line) -> tools.parser().value().parse(line), encoder)...
 * }
 * }</pre>
 *
 * <p>The value must be safe for use by several threads, one for each core of the executor. It is
 * closed when the scope is closed and no task uses it, seen by executors within about a second, or
 * when the executor's process ends, unless that is killed. A recipe that throws fails the task; the
 * next task tries again.
 *
 * <p>Must be a component itself, not something inside a component. Outside a scope, as in a unit
 * test of a function, {@link #value} builds one value for this object, which nothing closes.
 *
 * <p>Cost: the first call in a process builds, under a lock; others read a field.
 *
 * @param <T> the value; it need not be serializable
 */
public final class PerExecutor<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Builds the value; what it captures is serialized as Spark serializes functions. */
  @FunctionalInterface
  public interface Recipe<T> extends Serializable {
    T build() throws Exception;
  }

  /** Releases what the value holds. */
  @FunctionalInterface
  public interface Closer<T> extends Serializable {
    void close(T value) throws Exception;
  }

  private final Recipe<T> recipe;
  private final Closer<? super T> closer;
  private transient volatile PerExecutorValue here;

  private PerExecutor(Recipe<T> recipe, Closer<? super T> closer) {
    this.recipe = recipe;
    this.closer = closer;
  }

  /** A value that is closed if it is {@link AutoCloseable}. */
  public static <T> PerExecutor<T> of(Recipe<T> recipe) {
    return new PerExecutor<>(
        recipe,
        value -> {
          if (value instanceof AutoCloseable closeable) {
            closeable.close();
          }
        });
  }

  /** A value that is closed by the closer. */
  public static <T> PerExecutor<T> of(Recipe<T> recipe, Closer<? super T> closer) {
    return new PerExecutor<>(recipe, closer);
  }

  /**
   * This process's value.
   *
   * @throws IllegalStateException when the recipe throws or gives null; the message names scope and
   *     component
   * @throws ClosedScopeException when the scope was closed and the value with it
   */
  @SuppressWarnings("unchecked") // the holder is used by this recipe alone
  public T value() {
    PerExecutorValue holder = here;
    return (T) (holder == null ? unbound() : holder).value(this);
  }

  /** The same recipe with the process's own value. */
  PerExecutor<T> within(PerExecutorValue holder) {
    var bound = new PerExecutor<>(recipe, closer);
    bound.here = holder;
    return bound;
  }

  /** Says which captures of the recipe, or of the closer, cannot be sent. */
  String unsendable() {
    String captured =
        Stream.of(recipe, closer)
            .map(Captures::inspect)
            .flatMap(
                report ->
                    report.captures().stream()
                        .filter(each -> !each.isSerializable())
                        .map(each -> PerExecutor.words(each, report.site())))
            .collect(Collectors.joining("; "));
    return captured.isEmpty()
        ? " (what its recipe captures must be serializable)"
        : String.format(
            Locale.ROOT,
            ": its recipe captures %s (build it within the recipe, or let its class implement java.io.Serializable)",
            captured);
  }

  private static String words(Capture capture, CaptureReport.Site site) {
    String within =
        capture.findings().stream()
            .map(Finding::path)
            .filter(path -> !path.equals(capture.name()) && !path.equals(capture.type()))
            .map(path -> ", because of " + path)
            .findFirst()
            .orElse("");
    return String.format(
        Locale.ROOT, "%s : %s%s, at %s", capture.name(), capture.type(), within, site);
  }

  T build() throws Exception {
    return recipe.build();
  }

  @SuppressWarnings("unchecked") // called with what build gave
  void close(Object value) throws Exception {
    closer.close((T) value);
  }

  private synchronized PerExecutorValue unbound() {
    if (here == null) {
      here = new PerExecutorValue("a value outside of any scope");
    }
    return here;
  }
}
