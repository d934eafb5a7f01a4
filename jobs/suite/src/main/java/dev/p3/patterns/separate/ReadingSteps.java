package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.col;

import dev.p3.data.raw.RawRows;
import dev.p3.data.raw.UsualColumn;
import dev.p3.data.raw.UsualValue;
import dev.p3.table.Columns;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes values of texts in four steps, each of which refers to columns of the last: the texts; what
 * is read of them where they are usual; the others as they are to be cast; the values.
 *
 * <p>A scan of CSV does the first two by itself for some types, from bytes: to make a text for
 * Spark of each value, and to read it from that again, was a quarter of the job's time.
 */
final class ReadingSteps {
  private static final String USUAL = "__p3_usual_";

  private final Optional<ZoneId> zone;
  private final List<Column> texts = new ArrayList<>(Ingest.about());
  private final List<Column> usual = new ArrayList<>(Ingest.about());
  private final List<Column> shaped = new ArrayList<>(Ingest.about());
  private final List<Column> typed = new ArrayList<>(Ingest.about());

  private ReadingSteps(Optional<ZoneId> zone) {
    this.zone = zone;
  }

  /** Raw rows with the columns' values, and the columns of which faults are made. */
  static Dataset<Row> read(Dataset<Row> raw, List<ColumnRule> rules) {
    String zone = raw.sparkSession().conf().get("spark.sql.session.timeZone");
    return new ReadingSteps(UsualMoment.zone(zone)).of(raw, rules);
  }

  private Dataset<Row> of(Dataset<Row> raw, List<ColumnRule> rules) {
    var ofScan = new ArrayList<UsualColumn>();
    for (ColumnRule rule : rules) {
      reader(rule).ifPresent(each -> ofScan.add(new UsualColumn(rule.name(), rule.type(), each)));
    }
    Optional<Dataset<Row>> scan = RawRows.withUsual(raw, ofScan);
    int place = 0;
    for (int i = 0; i < rules.size(); i++) {
      texts.add(Columns.named(rules.get(i).name()).as(Ingest.TEXT + i));
      List.of(usual, shaped, typed).forEach(keeping(Ingest.TEXT + i));
      if (scan.isPresent() && reader(rules.get(i)).isPresent()) {
        addOfScan(i, place++, rules.get(i));
      } else {
        add(i, rules.get(i));
      }
    }
    Dataset<Row> read = scan.orElse(raw);
    for (List<Column> step : List.of(texts, usual, shaped, typed)) {
      read = Ingest.select(read, step);
    }
    return read;
  }

  private Optional<UsualValue> reader(ColumnRule rule) {
    return UsualText.reader(rule.type(), zone);
  }

  private void addOfScan(int i, int place, ColumnRule rule) {
    Column unusual = col(Ingest.UNUSUAL + i);
    texts.add(Columns.named(RawRows.unusual(place)).as(Ingest.UNUSUAL + i));
    texts.add(Columns.named(RawRows.usual(place)).as(USUAL + i));
    List.of(usual, shaped, typed).forEach(keeping(Ingest.UNUSUAL + i));
    List.of(usual, shaped).forEach(keeping(USUAL + i));
    addTyped(i, rule, TextValue.shapedUnusual(unusual, rule.type()), Optional.of(col(USUAL + i)));
  }

  private void add(int i, ColumnRule rule) {
    Column text = col(Ingest.TEXT + i);
    boolean isMoment = TextValue.isMoment(rule.type());
    if (isMoment) {
      usual.add(UsualText.moment(text, rule.type(), zone).as(USUAL + i));
      shaped.add(col(USUAL + i));
    }
    addTyped(
        i,
        rule,
        TextValue.shaped(text, col(USUAL + i), rule.type()),
        Optional.of(col(USUAL + i)).filter(read -> isMoment));
  }

  private void addTyped(int i, ColumnRule rule, Column toCast, Optional<Column> read) {
    shaped.add(toCast.as(Ingest.SHAPED + i));
    typed.add(col(Ingest.SHAPED + i));
    typed.add(TextValue.typed(Ingest.SHAPED + i, read, rule.type()).as(rule.name()));
  }

  private static Consumer<List<Column>> keeping(String column) {
    return step -> step.add(col(column));
  }
}
