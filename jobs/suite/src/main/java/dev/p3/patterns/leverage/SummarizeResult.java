package dev.p3.patterns.leverage;

import dev.p3.job.JobResult;
import java.util.List;

/**
 * Figures of a summary.
 *
 * @param rows rows of the table
 * @param remarks what to know about its columns
 */
public record SummarizeResult(long rows, List<String> remarks) implements JobResult {
  public SummarizeResult {
    remarks = List.copyOf(remarks);
  }
}
