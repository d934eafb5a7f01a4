package dev.p3.patterns.transport;

import dev.p3.transport.MapReduce;
import dev.p3.transport.Parts;
import dev.p3.transport.Rounds;
import dev.p3.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JVMs of their own on this machine, by ZeroMQ: the driver's ventilator sends each worker the state
 * of a round, its sink takes their partials. As many workers as cores; each keeps its share of the
 * blocks. Workers may die and others join while rounds run: what is not answered is done again.
 *
 * <p>Only those whom the driver started can join, see {@link ZeroMqSockets}.
 */
public final class ZeroMqTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(ZeroMqTransport.class);
  private static final Duration REDO = Duration.ofSeconds(10);

  private final Duration redo;

  public ZeroMqTransport() {
    this(REDO);
  }

  /**
   * @param redo after which work is given to another worker, when nothing is heard of it; doubled
   *     each time
   */
  ZeroMqTransport(Duration redo) {
    this.redo = redo;
  }

  @Override
  public String name() {
    return "zeromq";
  }

  @Override
  public String meaning() {
    return "a JVM for each core, by ZeroMQ; they may die and join";
  }

  @Override
  public Home home() {
    return Home.DRIVER;
  }

  @Override
  public Optional<String> whyNot(Parts<?> parts) {
    return Optional.empty();
  }

  @Override
  public <B, S extends Record, P> Rounds<S> run(MapReduce<B, S, P> job, Parts<B> parts, S first) {
    List<List<B>> shares = Shares.of(parts, job);
    try (var crew = new ZeroMqCrew<>(job, shares, redo)) {
      crew.load();
      Rounds<S> rounds = Rounds.run(job, first, crew::round);
      if (crew.strangers() > 0) {
        LOG.warn("zeromq refused {} connections or messages of strangers", crew.strangers());
      }
      return rounds.moved(crew.bytesMoved(), shares.size());
    }
  }
}
