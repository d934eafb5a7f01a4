package dev.p3.transport;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;

/** All cores of the driver's machine, by a fork-join pool. */
public final class ThreadsTransport implements Transport {
  @Override
  public String name() {
    return "threads";
  }

  @Override
  public String meaning() {
    return "all cores of the driver, by fork and join";
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
    List<B> blocks = parts.lists(job.blocks()).stream().flatMap(List::stream).toList();
    var pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
    try {
      return Rounds.run(
          job,
          first,
          state ->
              blocks.isEmpty() ? job.zero(state) : pool.invoke(new Half<>(job, state, blocks)));
    } finally {
      pool.shutdownNow();
    }
  }

  /** Maps one block; or else both halves, of which another thread may take one. */
  private static final class Half<B, S extends Record, P> extends RecursiveTask<P> {
    private static final long serialVersionUID = 1L;

    private final transient MapReduce<B, S, P> job;
    private final transient S state;
    private final transient List<B> blocks;

    Half(MapReduce<B, S, P> job, S state, List<B> blocks) {
      this.job = job;
      this.state = state;
      this.blocks = blocks;
    }

    @Override
    protected P compute() {
      int size = blocks.size();
      if (size == 1) {
        return job.map(blocks.get(0), state);
      }
      var right = new Half<>(job, state, blocks.subList(size / 2, size));
      right.fork();
      P left = new Half<>(job, state, blocks.subList(0, size / 2)).compute();
      return job.combine(left, right.join(), state);
    }
  }
}
