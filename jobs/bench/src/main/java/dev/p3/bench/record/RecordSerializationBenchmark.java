package dev.p3.bench.record;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Writes and reads one record at a time, with each serializer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Shape.COUNT)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class RecordSerializationBenchmark {
  @Param public Shape shape;
  @Param public Contender contender;

  private Codec codec;
  private List<?> rows;
  private List<byte[]> written;

  @Setup
  public void open() {
    codec = contender.codec(shape);
    rows = contender.rows(shape);
    written = rows.stream().map(codec::bytes).toList();
  }

  @Benchmark
  public void write(Blackhole sink) {
    for (Object row : rows) {
      sink.consume(codec.write(row));
    }
  }

  @Benchmark
  public void read(Blackhole sink) {
    for (byte[] bytes : written) {
      sink.consume(codec.read(bytes));
    }
  }
}
