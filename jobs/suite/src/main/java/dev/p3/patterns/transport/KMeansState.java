package dev.p3.patterns.transport;

import dev.p3.transport.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What every block needs to know in a round of k-means, and what is known so far. Centers stand one
 * after the other, with a value for each column. Nobody writes to the arrays.
 *
 * @param phase what the round is for
 * @param start which start it is, from 1
 * @param round how often centers have moved in this start
 * @param centers those that points are compared with; while seeding those chosen so far
 * @param means while reseeding the means of the clusters, NaN where one is empty; else empty
 * @param moved how far a center moved at most before this round, 0 before any has
 * @param isLast whether the round moves no center, because they have settled or moved often enough
 * @param best what the best start so far came to
 * @param figures of the round that gave this state: {@link #FIGURES} each for any number of lines
 */
public record KMeansState(
    Phase phase,
    int start,
    int round,
    double[] centers,
    double[] means,
    double moved,
    boolean isLast,
    Best best,
    double[] figures) {
  /** Start, round, within-SS and how far a center moved at most. */
  static final int FIGURES = 4;

  /** What a round is for. */
  public enum Phase {
    /** To choose one more center. */
    SEED,
    /** To find each point's nearest center, and the mean of each cluster. */
    ASSIGN,
    /** To find the points farthest from their centers, for clusters without points. */
    RESEED,
    /** Nothing: all is known. */
    DONE
  }

  /**
   * What a start came to.
   *
   * @param start which; 0 for none
   * @param withinSs the sum of the squares of all distances to the nearest center
   * @param sizes how many points each center is nearest to
   */
  public record Best(int start, double withinSs, double[] centers, long[] sizes) {
    static final Best NONE = new Best(0, Double.POSITIVE_INFINITY, new double[0], new long[0]);
  }

  /** A start without a center. */
  static KMeansState first() {
    return seeding(1, new double[0], Best.NONE, new double[0]);
  }

  static KMeansState seeding(int start, double[] chosen, Best best, double[] figures) {
    return new KMeansState(Phase.SEED, start, 0, chosen, new double[0], 0, false, best, figures);
  }

  /** A start whose centers are known. */
  public static KMeansState assigning(int start, double[] centers) {
    return new KMeansState(
        Phase.ASSIGN, start, 0, centers, new double[0], 0, false, Best.NONE, new double[0]);
  }

  /** How states travel. */
  static final class StateWire implements Wire<KMeansState> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] write(KMeansState state) {
      var bytes = new ByteArrayOutputStream();
      try (var out = new DataOutputStream(bytes)) {
        out.writeByte(state.phase().ordinal());
        out.writeInt(state.start());
        out.writeInt(state.round());
        out.writeBoolean(state.isLast());
        write(state.centers(), out);
        write(state.means(), out);
        out.writeDouble(state.moved());
        write(state.figures(), out);
        out.writeInt(state.best().start());
        out.writeDouble(state.best().withinSs());
        write(state.best().centers(), out);
        out.writeInt(state.best().sizes().length);
        for (long size : state.best().sizes()) {
          out.writeLong(size);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    @Override
    public KMeansState read(byte[] bytes) {
      try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        Phase phase = Phase.values()[in.readByte()];
        int start = in.readInt();
        int round = in.readInt();
        boolean isLast = in.readBoolean();
        double[] centers = read(in);
        double[] means = read(in);
        double moved = in.readDouble();
        double[] figures = read(in);
        int bestStart = in.readInt();
        double withinSs = in.readDouble();
        double[] bestCenters = read(in);
        var sizes = new long[in.readInt()];
        for (int i = 0; i < sizes.length; i++) {
          sizes[i] = in.readLong();
        }
        Best best = new Best(bestStart, withinSs, bestCenters, sizes);
        return new KMeansState(phase, start, round, centers, means, moved, isLast, best, figures);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void write(double[] values, DataOutputStream out) throws IOException {
      out.writeInt(values.length);
      for (double value : values) {
        out.writeDouble(value);
      }
    }

    private static double[] read(DataInputStream in) throws IOException {
      var values = new double[in.readInt()];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readDouble();
      }
      return values;
    }
  }
}
