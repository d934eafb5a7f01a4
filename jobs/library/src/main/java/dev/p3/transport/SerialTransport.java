package dev.p3.transport;

import java.util.List;
import java.util.Optional;

/** One thread of the driver, one block after the other. */
public final class SerialTransport implements Transport {
  @Override
  public String name() {
    return "serial";
  }

  @Override
  public String meaning() {
    return "one thread of the driver";
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
    List<List<B>> partitions = parts.lists(job.blocks());
    return Rounds.run(
        job,
        first,
        state -> {
          P total = job.zero(state);
          for (List<B> blocks : partitions) {
            for (B block : blocks) {
              total = job.combine(total, job.map(block, state), state);
            }
          }
          return total;
        });
  }
}
