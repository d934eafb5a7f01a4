package dev.p3.notebook;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What cells and the program around them hand to each other. Static, because the classes of cells
 * are initialized once more in the class loader of executors.
 */
public final class Handover {
  private static final List<String> PAGES = new ArrayList<>();
  private static volatile Dataset<Row> result;

  private Handover() {}

  /** The session that the notebook finds as {@code spark}. */
  public static SparkSession session() {
    return SparkSession.getDefaultSession().getOrElse(() -> null);
  }

  /** What {@code displayHTML} of the notebook does. */
  public static void show(String html) {
    PAGES.add(html);
  }

  /** Takes the rows that are compared. */
  public static void give(Dataset<Row> rows) {
    result = rows;
  }

  static List<String> takePages() {
    List<String> pages = List.copyOf(PAGES);
    PAGES.clear();
    return pages;
  }

  static Dataset<Row> takeResult() {
    Dataset<Row> given = result;
    result = null;
    return given;
  }
}
