package dev.p3.patterns.separate;

import dev.p3.table.ScalaCollections;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;

/**
 * A condition that good rows fulfil. As in SQL, a row for which it is null is not refused.
 *
 * @param column the column that it is declared with; null when it is about the row
 * @param condition a boolean SQL expression over the columns
 * @param position where the condition begins in the schema's text
 */
public record RowCheck(String column, String condition, int position) implements Serializable {
  /**
   * Those of the schema's columns that the condition reads.
   *
   * @param names of all columns
   */
  List<String> columns(List<String> names) {
    Expression parsed = CatalystSqlParser$.MODULE$.parseExpression(condition);
    List<String> read =
        ScalaCollections.asJava(parsed.collectLeaves()).stream()
            .filter(UnresolvedAttribute.class::isInstance)
            .map(leaf -> ((UnresolvedAttribute) leaf).nameParts().head())
            .toList();
    return names.stream().filter(name -> read.stream().anyMatch(name::equalsIgnoreCase)).toList();
  }
}
