package dev.p3.patterns;

import dev.p3.patterns.leverage.Layout;
import dev.p3.patterns.leverage.Places;
import dev.p3.patterns.leverage.RankBins;
import dev.p3.patterns.mapreduce.StopWords;
import dev.p3.patterns.scope.LookupTables;
import dev.p3.record.RecordModule;
import java.util.List;

/** What the pattern jobs broadcast. */
public final class SuiteRecords implements RecordModule {
  @Override
  public List<Class<?>> classes() {
    return List.of(StopWords.class, LookupTables.class, Layout.class, RankBins.class, Places.class);
  }
}
