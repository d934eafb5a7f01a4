package dev.p3.patterns.transport;

import dev.p3.transport.MapReduce;
import dev.p3.transport.Parts;
import dev.p3.transport.Rounds;
import dev.p3.transport.Transport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What people write first: the driver collects all points in every round, and maps them itself. */
final class CollectEachRound implements Transport {
  @Override
  public String name() {
    return "collect";
  }

  @Override
  public String meaning() {
    return "all blocks to the driver in every round";
  }

  @Override
  public Home home() {
    return Home.EXECUTORS;
  }

  @Override
  public Optional<String> whyNot(Parts<?> parts) {
    return Optional.empty();
  }

  @Override
  public <B, S extends Record, P> Rounds<S> run(MapReduce<B, S, P> job, Parts<B> parts, S first) {
    var bytes = new AtomicLong();
    return Rounds.run(
            job,
            first,
            state -> {
              P total = job.zero(state);
              for (List<B> blocks : parts.lists(job.blocks())) {
                for (B block : blocks) {
                  bytes.addAndGet(job.blocks().write(block).length);
                  total = job.combine(total, job.map(block, state), state);
                }
              }
              return total;
            })
        .moved(bytes.get(), 1);
  }
}
