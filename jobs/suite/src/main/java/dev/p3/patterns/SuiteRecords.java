package dev.p3.patterns;

import dev.p3.patterns.evolve.Gazetteer;
import dev.p3.patterns.leverage.Key;
import dev.p3.patterns.leverage.Layout;
import dev.p3.patterns.leverage.Places;
import dev.p3.patterns.leverage.RankBins;
import dev.p3.patterns.mapreduce.StopWords;
import dev.p3.patterns.minimize.KnownKeys;
import dev.p3.patterns.scope.LookupTables;
import dev.p3.record.RecordModule;
import java.util.ArrayList;
import java.util.List;

/** What the pattern jobs broadcast. */
public final class SuiteRecords implements RecordModule {
  @Override
  public List<Class<?>> classes() {
    var classes =
        new ArrayList<Class<?>>(
            List.of(
                StopWords.class,
                LookupTables.class,
                Gazetteer.class,
                Key.class,
                Layout.class,
                RankBins.class,
                Places.class));
    classes.addAll(KnownKeys.classes());
    return List.copyOf(classes);
  }
}
