package dev.p3.patterns.minimize;

import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;
import java.util.List;

/** Options of {@code top}. */
public record TopOptions(
    @Option(
            value = "the column to rank by, largest first; rows without a value rank last",
            label = "COL",
            required = true)
        String by,
    @Option(
            value = "rank within each value of this column; without any, over the whole table",
            label = "COL")
        List<String> group,
    @Option(
            value = "how many rows of each group",
            label = "N",
            required = true,
            min = 1,
            max = Integer.MAX_VALUE)
        int k,
    @Option("smallest first") boolean smallest,
    @Option(
            value =
                "column to output, in addition to the group, rank and --by columns; without any, all columns",
            label = "COL")
        List<String> keep) {

  public TopOptions {
    OptionsRecord.check(TopOptions.class, by, group, k, smallest, keep);
    group = List.copyOf(group);
    keep = List.copyOf(keep);
  }
}
