package dev.p3.bench.peers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** What comparisons with others share. */
final class Peers {
  /** Of Spark, and threads of DuckDB. */
  static final int CORES = 2;

  private static final Path OUT = Path.of("jobs", "bench", "target", "out");

  private Peers() {}

  /** Where a contender writes. */
  static String out(String name) {
    return OUT.resolve(name + ".parquet").toString();
  }

  static void onTwoCores(Connection duck) throws SQLException {
    execute(duck, String.format(Locale.ROOT, "set threads = %d", CORES));
  }

  static void execute(Connection duck, String sql) throws SQLException {
    try (Statement statement = duck.createStatement()) {
      statement.execute(sql);
    }
  }
}
