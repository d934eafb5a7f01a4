package dev.p3.console;

import java.util.List;

/**
 * What one partition adds to a {@link Preview}. Public because Spark's generated code makes it.
 *
 * @param head its first rows, as text
 * @param rows the number of its rows
 */
public record PartitionHead(List<List<String>> head, long rows) {}
