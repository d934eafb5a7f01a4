package dev.p3.profile.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.p3.Hanging;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;

/** What an executor sends, and when. */
class ExecutorSideTest {
  private final List<byte[]> sent = new CopyOnWriteArrayList<>();

  /** The sender may sleep when the executor ends, and wakes while the last delta is on its way. */
  @Test
  void nothingIsSentAfterTheLastDelta() throws Exception {
    List<Thread> before = senders();
    var executor = new ExecutorSide();
    executor.init(new Sent(), Map.of("samples", ExecutorSide.ON));
    List<Thread> senders = senders();
    senders.removeAll(before);
    Hanging.until("a delta", () -> !sent.isEmpty());

    executor.shutdown();
    for (Thread sender : senders) {
      Hanging.until("the end of the sender", () -> !sender.isAlive());
    }

    Delta last = Delta.of(sent.get(sent.size() - 1));
    assertThat(senders).hasSize(1);
    assertThat(last.completeUntil()).isEqualTo(Long.MAX_VALUE);
    assertThat(last.sampler().name()).isEqualTo("jfr");
  }

  private static List<Thread> senders() {
    return new CopyOnWriteArrayList<>(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().endsWith("-sender"))
            .toList());
  }

  private final class Sent implements PluginContext {
    @Override
    public MetricRegistry metricRegistry() {
      return new MetricRegistry();
    }

    @Override
    public SparkConf conf() {
      return new SparkConf(false);
    }

    @Override
    public String executorID() {
      return "7";
    }

    @Override
    public String hostname() {
      return "localhost";
    }

    @Override
    public Map<String, ResourceInformation> resources() {
      return Map.of();
    }

    @Override
    public void send(Object message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object ask(Object message) {
      sent.add((byte[]) message);
      return ExecutorSide.ON;
    }
  }
}
