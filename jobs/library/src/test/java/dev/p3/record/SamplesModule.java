package dev.p3.record;

import java.util.List;

/** Lists the records of {@link Samples}. */
public final class SamplesModule implements RecordModule {
  @Override
  public List<Class<?>> classes() {
    return List.of(
        Samples.Primitives.class,
        Samples.Boxes.class,
        Samples.Scalars.class,
        Samples.Leg.class,
        Samples.Trip.class,
        Samples.Pair.class,
        Samples.Connection.class,
        Samples.Cabin.class,
        KryoTest.Arrays.class,
        KryoTest.Node.class,
        KryoTest.Percent.class,
        KryoTest.Span.class,
        KryoTest.Nothing.class,
        KryoTest.Hidden.class,
        RecordPropertiesTest.Everything.class);
  }
}
