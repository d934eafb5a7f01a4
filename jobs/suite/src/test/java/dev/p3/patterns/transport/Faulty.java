package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import dev.p3.transport.MapReduce;
import dev.p3.transport.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * k-means in which processes are sent a signal in the middle of a round: each of the first few that
 * come so far.
 */
final class Faulty implements MapReduce<ColumnBlock, KMeansState, long[]> {
  private static final long serialVersionUID = 1L;

  private final KMeansKernel kernel;
  private final String signal;
  private final String folder;
  private final int times;

  /**
   * @param signal such as KILL
   * @param folder an empty one, which the processes share
   * @param times how often
   */
  Faulty(KMeansKernel kernel, String signal, Path folder, int times) {
    this.kernel = kernel;
    this.signal = signal;
    this.folder = folder.toString();
    this.times = times;
  }

  @Override
  public long[] map(ColumnBlock block, KMeansState state) {
    if (state.phase() == KMeansState.Phase.ASSIGN && state.round() == 1) {
      for (int i = 0; i < times; i++) {
        if (isFirst(Path.of(folder, signal + i))) {
          hit();
          break;
        }
      }
    }
    return kernel.map(block, state);
  }

  private void hit() {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isFirst(Path file) {
    try {
      Files.createFile(file);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long[] zero(KMeansState state) {
    return kernel.zero(state);
  }

  @Override
  public long[] combine(long[] one, long[] other, KMeansState state) {
    return kernel.combine(one, other, state);
  }

  @Override
  public KMeansState finish(long[] total, KMeansState state) {
    return kernel.finish(total, state);
  }

  @Override
  public boolean isDone(KMeansState state) {
    return kernel.isDone(state);
  }

  @Override
  public double[] figures(KMeansState state) {
    return kernel.figures(state);
  }

  @Override
  public boolean addsUp(KMeansState state) {
    return kernel.addsUp(state);
  }

  @Override
  public Wire<ColumnBlock> blocks() {
    return kernel.blocks();
  }

  @Override
  public Wire<KMeansState> states() {
    return kernel.states();
  }

  @Override
  public Wire<long[]> partials() {
    return kernel.partials();
  }
}
