package dev.p3.data.raw;

import dev.p3.data.CsvNulls;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads one partition. The row is the same object each time, as Spark allows. Not thread-safe. */
final class RawReader implements PartitionReader<InternalRow> {
  private final Iterator<RawRange> ranges;
  private final CsvDialect dialect;
  private final String base;
  private final List<String> columns;
  private final int[] wanted;
  private final Configuration hadoop;
  private final LazyRow row;

  private RawRange range;
  private CsvRecords records;
  private HeaderRow header;
  private UTF8String source;

  /**
   * @param base below which the names of folders hold columns, as {@link FolderColumns} says
   * @param columns the names of all columns of text
   * @param wanted what the row holds: indexes in these columns, or a negative constant of {@link
   *     RawRows}
   */
  RawReader(
      RawPartition partition,
      CsvDialect dialect,
      String base,
      List<String> columns,
      int[] wanted,
      Configuration hadoop) {
    this.ranges = partition.ranges().iterator();
    this.dialect = dialect;
    this.base = base;
    this.columns = columns;
    this.wanted = wanted;
    this.hadoop = hadoop;
    this.row = new LazyRow(wanted.length);
  }

  @Override
  public boolean next() throws IOException {
    while (records == null || !hasNext()) {
      close();
      if (!ranges.hasNext()) {
        return false;
      }
      range = ranges.next();
      open();
    }
    return true;
  }

  private boolean hasNext() {
    try {
      return records.next();
    } catch (IOException e) {
      throw range.file().unreadable(e);
    }
  }

  @Override
  public InternalRow get() {
    FormFault fault = header.fault(records);
    for (int i = 0; i < wanted.length; i++) {
      if (!isLate(wanted[i])) {
        row.update(i, value(wanted[i], fault));
      }
    }
    return row;
  }

  /** Whether a value is made when it is asked for: of most rows nobody does. */
  private static boolean isLate(int column) {
    return column == RawRows.RAW_PLACE || column == RawRows.LINE_PLACE;
  }

  @Override
  public void close() throws IOException {
    if (records != null) {
      records.close();
      records = null;
    }
  }

  private Object value(int column, FormFault fault) {
    return switch (column) {
      case RawRows.SOURCE_PLACE -> source;
      case RawRows.LINE_PLACE -> records.line();
      case RawRows.RAW_PLACE -> records.raw();
      case RawRows.FAULT_PLACE -> fault == null ? null : UTF8String.fromString(fault.reason());
      case RawRows.FAULT_CODE_PLACE ->
          fault == null ? null : UTF8String.fromString(fault.code().name());
      default -> fault == null ? text(column) : null;
    };
  }

  private UTF8String text(int column) {
    UTF8String text = header.value(records, column);
    boolean isAlone = header.values() == 1 && dialect.nullValue() == null;
    return isAlone ? CsvNulls.value(text) : text;
  }

  private void open() {
    source = UTF8String.fromString(range.file().path());
    try {
      openText(range.file());
    } catch (IOException e) {
      throw range.file().unreadable(e);
    }
  }

  private void openText(RawFile file) throws IOException {
    var fromStart =
        new CsvRecords(
            file.text(dialect.charset(), hadoop),
            range.from() == 0 ? bytesOfText() : Long.MAX_VALUE,
            dialect,
            1,
            true);
    records = fromStart;
    header = HeaderRow.read(fromStart, dialect, columns, FolderColumns.of(file.path(), base));
    if (range.from() > 0) {
      fromStart.close();
      long bytes = range.to() == Long.MAX_VALUE ? Long.MAX_VALUE : range.to() - range.from();
      records =
          new CsvRecords(file.bytesFrom(range.from(), hadoop), bytes, dialect, range.line(), true);
    }
  }

  /** Offsets count the byte order mark, which the text has no more. */
  private long bytesOfText() throws IOException {
    return range.to() == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : range.to() - range.file().bytesOfMark(dialect.charset(), hadoop);
  }

  /** Makes the text and the line of a row only for whoever asks. */
  private final class LazyRow extends GenericInternalRow {
    private static final long serialVersionUID = 1L;

    LazyRow(int columns) {
      super(columns);
    }

    @Override
    public Object genericGet(int column) {
      return isLate(wanted[column]) ? value(wanted[column], null) : super.genericGet(column);
    }
  }
}
