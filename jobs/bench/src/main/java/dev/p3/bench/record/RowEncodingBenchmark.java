package dev.p3.bench.record;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
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

/** Turns objects into a Dataset's rows and back, by the code that Spark generates for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Shape.COUNT)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class RowEncodingBenchmark {
  @Param public Shape shape;
  @Param public RowForm form;

  private ExpressionEncoder.Serializer<Object> serializer;
  private ExpressionEncoder.Deserializer<Object> deserializer;
  private List<?> objects;
  private List<InternalRow> rows;

  @Setup
  public void open() {
    serializer = form.serializer(shape);
    deserializer = form.deserializer(shape);
    objects = form.objects(shape);
    rows = form.encoded(shape);
  }

  @Benchmark
  public void encode(Blackhole sink) {
    for (Object object : objects) {
      sink.consume(serializer.apply(object));
    }
  }

  @Benchmark
  public void decode(Blackhole sink) {
    for (InternalRow row : rows) {
      sink.consume(deserializer.apply(row));
    }
  }
}
