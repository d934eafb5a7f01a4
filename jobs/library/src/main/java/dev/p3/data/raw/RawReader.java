package dev.p3.data.raw;

import dev.p3.data.CsvNulls;
import java.io.IOException;
import java.util.Arrays;
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
  private final UsualColumn[] usual;
  private final int[] textOfUsual;
  private final int[] wanted;
  private final Configuration hadoop;
  private final LazyRow row;

  /** What was read of the usual columns that are wanted. */
  private final long[] read;

  private final int[] wantedUsual;

  private RawRange range;
  private CsvRecords records;
  private HeaderRow header;
  private UTF8String source;
  private FormFault fault;

  /**
   * @param base below which the names of folders hold columns, as {@link FolderColumns} says
   * @param columns the names of all columns of text
   * @param wanted what the row holds, as {@link RawRows#index} numbers it
   */
  RawReader(
      RawPartition partition,
      CsvDialect dialect,
      String base,
      List<String> columns,
      UsualColumn[] usual,
      int[] wanted,
      Configuration hadoop) {
    this.ranges = partition.ranges().iterator();
    this.dialect = dialect;
    this.base = base;
    this.columns = columns;
    this.usual = usual;
    this.textOfUsual =
        Arrays.stream(usual).mapToInt(each -> columns.indexOf(each.column())).toArray();
    this.wanted = wanted;
    this.hadoop = hadoop;
    this.row = new LazyRow(wanted.length);
    this.read = new long[usual.length];
    this.wantedUsual =
        Arrays.stream(wanted)
            .filter(column -> column >= columns.size())
            .map(column -> (column - columns.size()) % usual.length)
            .distinct()
            .toArray();
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
    fault = header.fault(records);
    boolean isAlone = isAlone();
    for (int i : wantedUsual) {
      read[i] =
          fault != null || isAlone
              ? UsualValue.NONE
              : header.usual(records, textOfUsual[i], usual[i].reader());
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!row.isLate[i]) {
        row.update(i, value(wanted[i]));
      }
    }
    return row;
  }

  @Override
  public void close() throws IOException {
    if (records != null) {
      records.close();
      records = null;
    }
  }

  private Object value(int column) {
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

  /** Of a column of text, or of what is not usual in one. */
  private UTF8String text(int column) {
    if (column < columns.size()) {
      return textOf(column);
    }
    int place = column - columns.size() - usual.length;
    return read[place] == UsualValue.NONE ? textOf(textOfUsual[place]) : null;
  }

  private boolean isAlone() {
    return header.values() == 1 && dialect.nullValue() == null;
  }

  private UTF8String textOf(int column) {
    UTF8String text = header.value(records, column);
    return isAlone() ? CsvNulls.value(text) : text;
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

  /**
   * Makes only for whoever asks what of most rows nobody asks for: the row's text and line, and the
   * text of columns that are usual. What was read of those stands beside the objects.
   */
  private final class LazyRow extends GenericInternalRow {
    private static final long serialVersionUID = 1L;

    private final boolean[] isLate;

    /** For each column the place of what was read, or -1. */
    private final int[] usualOf;

    LazyRow(int columns) {
      super(columns);
      isLate = new boolean[columns];
      usualOf = new int[columns];
      for (int i = 0; i < columns; i++) {
        usualOf[i] = usualOf(wanted[i]);
        isLate[i] = usualOf[i] >= 0 || isSeldomAskedFor(wanted[i]);
      }
    }

    @Override
    public boolean isNullAt(int column) {
      int place = usualOf[column];
      return place < 0 ? super.isNullAt(column) : read[place] == UsualValue.NONE;
    }

    @Override
    public int getInt(int column) {
      int place = usualOf[column];
      return place < 0 ? super.getInt(column) : (int) read[place];
    }

    @Override
    public long getLong(int column) {
      int place = usualOf[column];
      return place < 0 ? super.getLong(column) : read[place];
    }

    @Override
    public double getDouble(int column) {
      int place = usualOf[column];
      return place < 0 ? super.getDouble(column) : Double.longBitsToDouble(read[place]);
    }

    @Override
    public Object genericGet(int column) {
      int place = usualOf[column];
      if (place >= 0) {
        return read[place] == UsualValue.NONE ? null : usual[place].boxed(read[place]);
      }
      return isLate[column] ? value(wanted[column]) : super.genericGet(column);
    }

    private int usualOf(int column) {
      int place = column - columns.size();
      return place >= 0 && place < usual.length ? place : -1;
    }

    private boolean isSeldomAskedFor(int column) {
      return column == RawRows.RAW_PLACE
          || column == RawRows.LINE_PLACE
          || Arrays.stream(textOfUsual).anyMatch(each -> each == column);
    }
  }
}
