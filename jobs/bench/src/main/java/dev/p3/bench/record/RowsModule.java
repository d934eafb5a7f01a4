package dev.p3.bench.record;

import dev.p3.record.RecordModule;
import java.util.Arrays;
import java.util.List;

/** Lists the records that are measured. */
public final class RowsModule implements RecordModule {
  @Override
  public List<Class<?>> classes() {
    return Arrays.stream(Shape.values()).<Class<?>>map(Shape::recordType).toList();
  }
}
