package dev.p3.record;

/** What {@link Records#as} tolerates or refuses beyond its default. */
public enum Reading {
  /** Column names match components whatever their case. By default the case must be equal. */
  IGNORE_CASE,
  /**
   * A column that is missing, as in files that were written before the record had the component, is
   * read as null, for every component but a primitive. A component that is an Optional may be
   * missing without this, and is then empty.
   */
  ALLOW_MISSING,
  /**
   * A column may hold numbers that the component's type cannot, as BIGINT into int. Spark's cast
   * converts them: with {@code spark.sql.ansi.enabled} a value out of range fails, without it it
   * wraps or becomes null.
   */
  ALLOW_NARROWING,
  /** Columns that no component reads are differences. By default they are left out. */
  REFUSE_EXTRA
}
