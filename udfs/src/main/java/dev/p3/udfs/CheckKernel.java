package dev.p3.udfs;

import dev.p3.patterns.separate.TextCheck;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.unsafe.types.UTF8String;

/** Texts as values of one type, by the rules of {@code ingest}. Thread-safe. */
public final class CheckKernel implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TextCheck check;

  CheckKernel(TextCheck check) {
    this.check = check;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CheckKernel that && check.equals(that.check);
  }

  @Override
  public int hashCode() {
    return check.hashCode();
  }

  /** The value in Spark's own form; null when the text is none. */
  public Object read(UTF8String text) {
    return check.read(text.toString()).map(CatalystTypeConverters::convertToCatalyst).orElse(null);
  }

  /**
   * The fault of a text, conditions aside; null when there is none.
   *
   * @param text null for null
   */
  public UTF8String fault(UTF8String text) {
    return UTF8String.fromString(check.fault(text == null ? null : text.toString()));
  }
}
