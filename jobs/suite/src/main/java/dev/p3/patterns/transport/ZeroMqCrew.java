package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.patterns.transport.ZeroMqHeader.Kind;
import dev.p3.patterns.transport.ZeroMqSockets.Message;
import dev.p3.transport.MapReduce;
import dev.p3.transport.WorkerJvm;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The workers of one run, and who holds which share of the blocks. A worker that dies is replaced,
 * and its share mapped by another; so is the share of one that does not answer in time, whose
 * answer then counts when it is the first. One thread uses it.
 */
final class ZeroMqCrew<B, S extends Record, P> implements AutoCloseable {
  private static final int MILLIS_BETWEEN_LOOKS = 20;
  private static final int MOST_DEATHS_OF_EACH = 3;
  private static final long NANOS_TO_START = Duration.ofMinutes(1).toNanos();

  private final MapReduce<B, S, P> job;
  private final List<List<B>> shares;
  private final long redoNanos;
  private final ZeroMqSockets sockets = new ZeroMqSockets();
  private final List<Worker> workers = new ArrayList<>();
  private final Worker[] holders;
  private int started;
  private int deaths;
  private int round;
  private long bytesMoved;

  /** A worker's JVM, and what is known of it. */
  private static final class Worker {
    private final int number;
    private final WorkerJvm jvm;
    private final long since = System.nanoTime();
    private boolean isReady;
    private boolean isLate;

    Worker(int number, WorkerJvm jvm) {
      this.number = number;
      this.jvm = jvm;
    }
  }

  /** One share in one round. */
  private static final class Ask {
    private byte[] partial;
    private boolean isSent;
    private long deadline;
    private long patience;
  }

  /**
   * @param redo after which a share is given to another worker, when nothing is heard
   */
  ZeroMqCrew(MapReduce<B, S, P> job, List<List<B>> shares, Duration redo) {
    this.job = job;
    this.shares = shares;
    this.redoNanos = redo.toNanos();
    this.holders = new Worker[shares.size()];
  }

  /** Starts the workers and gives them their shares. */
  void load() {
    shares.forEach(share -> start());
    while (able().count() < shares.size()) {
      replaceDead();
      sockets.receive(MILLIS_BETWEEN_LOOKS).ifPresent(message -> heed(message, new Ask[0]));
    }
    exchange(new byte[0]);
    round = 1;
    bytesMoved = 0;
  }

  /** All partials of a round, combined. */
  P round(S state) {
    P total = job.zero(state);
    for (byte[] partial : exchange(job.states().write(state))) {
      total = job.combine(total, job.partials().read(partial), state);
    }
    round++;
    return total;
  }

  long bytesMoved() {
    return bytesMoved;
  }

  /** See {@link ZeroMqSockets#strangers}. */
  long strangers() {
    return sockets.strangers();
  }

  private List<byte[]> exchange(byte[] state) {
    shareWithLateJoiners();
    var asks = new Ask[shares.size()];
    Arrays.setAll(asks, share -> new Ask());
    while (Stream.of(asks).anyMatch(ask -> ask.partial == null)) {
      replaceDead();
      for (int share = 0; share < asks.length; share++) {
        if (asks[share].partial == null) {
          askInTime(share, asks[share], state);
        }
      }
      sockets.receive(MILLIS_BETWEEN_LOOKS).ifPresent(message -> heed(message, asks));
    }
    deaths = 0;
    return Stream.of(asks).map(ask -> ask.partial).toList();
  }

  private void askInTime(int share, Ask ask, byte[] state) {
    if (ask.isSent && holders[share] != null && System.nanoTime() - ask.deadline < 0) {
      return;
    }
    if (ask.isSent && holders[share] != null) {
      holders[share].isLate = true;
      holders[share] = null;
    }
    if (holders[share] == null) {
      holders[share] = able().min(Comparator.comparingLong(this::load)).orElse(null);
    }
    if (holders[share] == null) {
      startIfAllAreLate();
      return;
    }
    ask.patience = ask.isSent ? 2 * ask.patience : redoNanos;
    ask.deadline = System.nanoTime() + ask.patience;
    ask.isSent = true;
    bytesMoved += state.length;
    sockets.send(
        holders[share].number,
        new ZeroMqHeader(Kind.MAP, round, share, shares.get(share).size()),
        state);
  }

  private void heed(Message message, Ask[] asks) {
    ZeroMqHeader header = message.header();
    Optional<Worker> sender =
        workers.stream().filter(worker -> worker.number == message.from()).findFirst();
    sender.ifPresent(worker -> worker.isLate = false);
    switch (header.kind()) {
      case READY -> sender.ifPresent(worker -> worker.isReady = true);
      case WANT -> sender.ifPresent(worker -> sendBlock(worker, header, asks));
      case PARTIAL -> {
        bytesMoved += message.content().length;
        if (header.round() == round && asks[header.share()].partial == null) {
          asks[header.share()].partial = message.content();
        }
      }
      case FAILED -> {
        if (header.round() == round) {
          throw new JobFailedException(new String(message.content(), StandardCharsets.UTF_8));
        }
      }
      case MAP, BLOCK -> throw new IllegalStateException("Not from a worker: " + header);
    }
  }

  private void sendBlock(Worker worker, ZeroMqHeader wanted, Ask[] asks) {
    B block = shares.get(wanted.share()).get(wanted.number());
    var header = new ZeroMqHeader(Kind.BLOCK, round, wanted.share(), wanted.number());
    sockets.send(worker.number, header, job.blocks().write(block));
    if (worker == holders[wanted.share()] && asks.length > 0) {
      Ask ask = asks[wanted.share()];
      ask.deadline = System.nanoTime() + ask.patience;
    }
  }

  /** Workers that can be given work. */
  private Stream<Worker> able() {
    return workers.stream().filter(worker -> worker.isReady && !worker.isLate);
  }

  private long load(Worker worker) {
    return Stream.of(holders).filter(holder -> holder == worker).count();
  }

  private void shareWithLateJoiners() {
    able()
        .filter(worker -> load(worker) == 0)
        .forEach(
            idle -> {
              for (int share = 0; share < holders.length; share++) {
                if (load(idle) == 0 && holders[share] != null && load(holders[share]) > 1) {
                  holders[share] = idle;
                }
              }
            });
  }

  private void replaceDead() {
    for (Worker worker : List.copyOf(workers)) {
      boolean isStuck = !worker.isReady && System.nanoTime() - worker.since > NANOS_TO_START;
      if (isStuck) {
        worker.jvm.close();
      }
      if (isStuck || !worker.jvm.isAlive()) {
        workers.remove(worker);
        for (int share = 0; share < holders.length; share++) {
          holders[share] = holders[share] == worker ? null : holders[share];
        }
        if (++deaths > MOST_DEATHS_OF_EACH * shares.size()) {
          throw new JobFailedException(
              String.format(
                  Locale.ROOT,
                  "Cannot go on by zeromq: %d workers died in one round; the last one: %s",
                  deaths,
                  worker.jvm.lastWords()));
        }
        start();
      }
    }
  }

  private void startIfAllAreLate() {
    if (workers.stream().allMatch(worker -> worker.isLate)) {
      start();
    }
  }

  private void start() {
    int number = started++;
    WorkerJvm jvm =
        WorkerJvm.start(
            WorkerJvm.command(ZeroMqWorker.class, MapReduce.class, job.getClass()), Map.of());
    workers.add(new Worker(number, jvm));
    var setting =
        new ZeroMqWorker.Setting(
            number,
            sockets.ventilatorEndpoint(),
            sockets.sinkEndpoint(),
            sockets.serverKey(),
            sockets.workerKeys().publicKey,
            sockets.workerKeys().secretKey,
            WorkerJvm.serialized(job));
    try {
      setting.write(new DataOutputStream(jvm.input()));
    } catch (IOException e) {
      jvm.close(); // it has died already, which is seen when it is looked at
    }
  }

  @Override
  public void close() {
    workers.forEach(worker -> worker.jvm.close());
    sockets.close();
  }
}
