package dev.p3.bench.scope;

import dev.p3.record.RecordModule;
import java.util.List;

/** Lists the record that is sent. */
public final class LookupsModule implements RecordModule {
  @Override
  public List<Class<?>> classes() {
    return List.of(Lookups.class);
  }
}
