package dev.p3.data.raw;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * What one task reads.
 *
 * @param hosts that have most of it
 */
record RawPartition(List<RawRange> ranges, List<String> hosts) implements InputPartition {
  RawPartition {
    ranges = List.copyOf(ranges);
    hosts = List.copyOf(hosts);
  }

  @Override
  public String[] preferredLocations() {
    return hosts.toArray(String[]::new);
  }
}
