package dev.p3.patterns.mapreduce;

import dev.p3.transport.Frames;
import dev.p3.transport.MapReduce;
import dev.p3.transport.Wire;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The count as one round of map-reduce: a block is lines, a partial has the tokens as keys. */
final class CountTokens implements MapReduce<byte[][], TokenCounts, TokenCounts> {
  private static final long serialVersionUID = 1L;

  private final Tokens kind;
  private final String encoding;
  private final HashSet<String> stop;

  CountTokens(Tokens kind, Charset encoding, Set<String> stop) {
    this.kind = kind;
    this.encoding = encoding.name();
    this.stop = new HashSet<>(stop);
  }

  @Override
  public TokenCounts zero(TokenCounts state) {
    return TokenCounts.none();
  }

  @Override
  public TokenCounts map(byte[][] block, TokenCounts state) {
    var lineTokens = new LineTokens(kind, Charset.forName(encoding), stop);
    Map<String, Long> counts = new HashMap<>();
    for (byte[] line : block) {
      lineTokens.forEach(line, token -> counts.merge(token, 1L, Long::sum));
    }
    return new TokenCounts(false, counts, lineTokens.takeMalformedBytes());
  }

  @Override
  public TokenCounts combine(TokenCounts one, TokenCounts other, TokenCounts state) {
    return one.plus(other);
  }

  @Override
  public TokenCounts finish(TokenCounts total, TokenCounts state) {
    return new TokenCounts(true, total.counts(), total.malformedBytes());
  }

  @Override
  public boolean isDone(TokenCounts state) {
    return state.isAll();
  }

  @Override
  public Wire<byte[][]> blocks() {
    return new LinesWire();
  }

  @Override
  public Wire<TokenCounts> states() {
    return new TokenCounts.CountsWire();
  }

  @Override
  public Wire<TokenCounts> partials() {
    return new TokenCounts.CountsWire();
  }

  private static final class LinesWire implements Wire<byte[][]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] write(byte[][] lines) {
      return Frames.write(List.of(lines), new Line());
    }

    @Override
    public byte[][] read(byte[] bytes) {
      return Frames.read(bytes, new Line()).toArray(new byte[0][]);
    }
  }

  private static final class Line implements Wire<byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] write(byte[] line) {
      return line;
    }

    @Override
    public byte[] read(byte[] bytes) {
      return bytes;
    }
  }
}
