package dev.p3.data.raw;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** What one task reads. */
record RawPartition(List<RawRange> ranges) implements InputPartition {
  RawPartition {
    ranges = List.copyOf(ranges);
  }
}
