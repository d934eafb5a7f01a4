package dev.p3.scope;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scope as the driver sees it. Open at first; then closed, and still served to the work that ran
 * at that moment; then destroyed. Thread-safe.
 */
final class ScopeLifetime<R extends Record> {
  private static final Logger LOG = LoggerFactory.getLogger(Scope.class);

  private final String name; // Scope Lookups (opened at EnrichJob.java:41)
  private final Class<R> type;
  private final CallSite site;
  private final Instant opened = Instant.now();
  private final Map<String, Long> bytes;
  private final Map<String, Long> memory;
  private final List<LongAccumulator> builds;
  private final boolean checksMutation;
  private final AtomicLong uses = new AtomicLong();

  private ScopeParts<R> parts; // null once destroyed
  private RunningWork allowed; // null while every job may use the scope
  private boolean closed;

  ScopeLifetime(
      ScopeParts<R> parts, CallSite site, Map<String, Long> bytes, Map<String, Long> memory) {
    this.name = parts.name();
    this.type = parts.type();
    this.checksMutation = parts.checksMutation();
    this.builds = parts.builds();
    this.parts = parts;
    this.site = site;
    this.bytes = bytes;
    this.memory = memory;
  }

  /**
   * Counts one more operation.
   *
   * @return what that operation's function takes along
   * @throws ClosedScopeException when the scope is closed
   */
  ScopeValues<R> use(String operation, String made, CallSite where) {
    var use = new ScopeUse(name, operation, made, where);
    synchronized (this) {
      if (closed) {
        throw use.refusedNow();
      }
    }
    uses.incrementAndGet();
    return new ScopeValues<>(this, use);
  }

  synchronized SentScope<R> send() {
    return new SentScope<>(parts, allowed);
  }

  /**
   * From now on no operation may be given a function.
   *
   * @return false when the scope was closed before
   */
  synchronized boolean refuseNewUses() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  /** From now on only this work is served. */
  synchronized void serveOnly(RunningWork running) {
    allowed = running;
  }

  boolean isUsed() {
    return uses.get() > 0;
  }

  /** Gives the memory back everywhere; from now on nothing is served. */
  void destroy() {
    ScopeParts<R> last = forget();
    if (last != null) {
      ExecutorScopes.release(last.id());
      try {
        last.destroy();
      } catch (RuntimeException e) {
        LOG.warn("Cannot give back the memory of {} (the executors keep it)", this, e);
      }
    }
  }

  /** The session ends, and with it the broadcasts. */
  void abandon() {
    refuseNewUses();
    ScopeParts<R> last = forget();
    if (last != null) {
      ExecutorScopes.release(last.id());
    }
  }

  /**
   * How many values were built on all executors for a component.
   *
   * @throws IllegalArgumentException when there is no {@link PerExecutor} of that name
   */
  long builds(String component) {
    return builds.get(Components.indexOf(type, component, PerExecutor.class)).value();
  }

  /** The name of the record's class. */
  String record() {
    return type.getSimpleName();
  }

  boolean checksMutation() {
    return checksMutation;
  }

  OpenScope line() {
    return new OpenScope(type.getSimpleName(), site.toString(), opened, bytes, memory, uses.get());
  }

  private synchronized ScopeParts<R> forget() {
    ScopeParts<R> last = parts;
    parts = null;
    return last;
  }

  @Override
  public synchronized String toString() {
    return name + (closed ? ", closed" : "");
  }
}
