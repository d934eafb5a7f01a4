package dev.p3.patterns.separate;

import dev.p3.fault.Cause;
import dev.p3.record.Records;
import java.util.Locale;

/**
 * A record type named by a user, and the schema of its rows.
 *
 * @param name the class's name
 */
public record RecordSchema(String name, TableSchema schema) {
  /**
   * Finds the record on the class path.
   *
   * @throws IllegalArgumentException when there is no such public record, or a component is of a
   *     type that no text can hold
   */
  public static RecordSchema parse(String name) {
    try {
      Class<?> type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
      if (!type.isRecord()) {
        throw new IllegalArgumentException("must be a record");
      }
      return new RecordSchema(
          name, TableSchema.of(Records.encoder(type.asSubclass(Record.class)).schema()));
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "there is no such class on the class path; write a nested one as Outer$Inner, and add its jar with --conf spark.jars=JAR",
          e);
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the class cannot be loaded: %s", Cause.firstLine(e)), e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
