package dev.p3.transport;

import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Processes of this machine, one for each core, without Spark: each holds its blocks over all
 * rounds, gets the state over a socket of the loopback address and sends its partial back. The work
 * of a process that dies is done again by a new one.
 */
public final class ProcessesTransport implements Transport {
  private static final int MOST_RESTARTS = 3;

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public String meaning() {
    return "a JVM of its own for each core of the driver's machine, over loopback sockets";
  }

  @Override
  public Home home() {
    return Home.DRIVER;
  }

  @Override
  public Optional<String> whyNot(Parts<?> parts) {
    return WorkerJvm.whyNot();
  }

  @Override
  public <B, S extends Record, P> Rounds<S> run(MapReduce<B, S, P> job, Parts<B> parts, S first) {
    List<List<B>> shares = shares(parts.lists(job.blocks()));
    var crew = new ArrayList<Member<B, S, P>>();
    try (var workers = new WorkerServer()) {
      for (List<B> share : shares) {
        crew.add(new Member<>(job, share, workers));
      }
      for (Member<B, S, P> member : crew) {
        member.load();
      }
      Rounds<S> rounds = Rounds.run(job, first, state -> round(job, crew, state));
      long bytes = crew.stream().mapToLong(member -> member.bytes).sum();
      return rounds.moved(bytes, crew.size());
    } catch (IOException e) {
      throw new JobFailedException(
          "Cannot run processes of this machine: " + e.getMessage() + "; use --transport threads",
          e);
    } finally {
      crew.forEach(Member::close);
    }
  }

  /** All are asked before the first answer is awaited, so that they work at the same time. */
  private static <B, S extends Record, P> P round(
      MapReduce<B, S, P> job, List<Member<B, S, P>> crew, S state) {
    byte[] sent = job.states().write(state);
    crew.forEach(member -> member.ask(sent));
    P total = job.zero(state);
    for (Member<B, S, P> member : crew) {
      total = job.combine(total, job.partials().read(member.answer(sent)), state);
    }
    return total;
  }

  private static <B> List<List<B>> shares(List<List<B>> partitions) {
    List<B> blocks = partitions.stream().flatMap(List::stream).toList();
    int processes =
        Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), blocks.size()));
    List<List<B>> shares = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      shares.add(new ArrayList<>());
    }
    for (int i = 0; i < blocks.size(); i++) {
      shares.get(i % processes).add(blocks.get(i));
    }
    return shares;
  }

  /** One process, or the one that has taken its place. */
  private static final class Member<B, S extends Record, P> {
    private final MapReduce<B, S, P> job;
    private final List<B> share;
    private final WorkerServer server;
    private WorkerServer.Worker worker;
    private boolean isAsked;
    private int restarts;
    private long bytes;

    /** Starts the process, and does not wait for it. */
    Member(MapReduce<B, S, P> job, List<B> share, WorkerServer server) throws IOException {
      this.job = job;
      this.share = share;
      this.server = server;
      this.worker = server.start();
    }

    void load() throws IOException {
      worker.connect();
      worker.load(job, share);
    }

    void ask(byte[] state) {
      try {
        worker.link().send(state);
        isAsked = true;
        bytes += state.length;
      } catch (IOException e) {
        isAsked = false; // found out about, and asked again, by answer
      }
    }

    byte[] answer(byte[] state) {
      while (true) {
        try {
          if (!isAsked) {
            restart();
            worker.link().send(state);
            isAsked = true;
          }
          byte[] answer = worker.answer();
          bytes += answer.length;
          return answer;
        } catch (IOException e) {
          isAsked = false;
          if (++restarts > MOST_RESTARTS) {
            throw new JobFailedException(
                String.format(
                    Locale.ROOT,
                    "Cannot go on: a process of this machine has died %d times (%s); use"
                        + " --transport threads",
                    restarts,
                    worker.lastWords(e)),
                e);
          }
        }
      }
    }

    private void restart() throws IOException {
      worker.close();
      worker = server.start();
      load();
    }

    void close() {
      worker.close();
    }
  }
}
