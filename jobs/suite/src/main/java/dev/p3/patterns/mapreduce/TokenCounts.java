package dev.p3.patterns.mapreduce;

import dev.p3.transport.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * How often tokens occur: a partial result, and the state of the one round.
 *
 * @param isAll whether all blocks are counted
 * @param counts by token; only its owner writes to it
 * @param malformedBytes bytes that were no text
 */
record TokenCounts(boolean isAll, Map<String, Long> counts, long malformedBytes) {
  static TokenCounts none() {
    return new TokenCounts(false, new HashMap<>(), 0);
  }

  /** Takes the counts of both, in the map of this one. */
  TokenCounts plus(TokenCounts other) {
    other.counts.forEach((token, count) -> counts.merge(token, count, Long::sum));
    return new TokenCounts(false, counts, malformedBytes + other.malformedBytes);
  }

  /** How counts travel. */
  static final class CountsWire implements Wire<TokenCounts> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] write(TokenCounts value) {
      var bytes = new ByteArrayOutputStream();
      try (var out = new DataOutputStream(bytes)) {
        out.writeBoolean(value.isAll());
        out.writeLong(value.malformedBytes());
        out.writeInt(value.counts().size());
        for (Map.Entry<String, Long> entry : value.counts().entrySet()) {
          byte[] token = entry.getKey().getBytes(StandardCharsets.UTF_8);
          out.writeInt(token.length);
          out.write(token);
          out.writeLong(entry.getValue());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    @Override
    public TokenCounts read(byte[] bytes) {
      try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        boolean isAll = in.readBoolean();
        long malformedBytes = in.readLong();
        int size = in.readInt();
        Map<String, Long> counts = new HashMap<>();
        for (int i = 0; i < size; i++) {
          String token = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
          counts.put(token, in.readLong());
        }
        return new TokenCounts(isAll, counts, malformedBytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
