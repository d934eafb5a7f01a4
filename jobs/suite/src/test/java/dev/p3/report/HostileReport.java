package dev.p3.report;

import static dev.p3.report.Table.row;

import dev.p3.chart.Bars;
import dev.p3.chart.Chart;
import java.util.List;

/** A report with every kind of block and chart, over data that would do harm if it could. */
final class HostileReport {
  static final String SCRIPT = "</script><script>document.title = 'harmed'</script>";
  static final String IMAGE = "<img src=x onerror=\"document.title = 'harmed'\">";
  static final String COMMENT = "<!-- <script> {{harm}} ${harm} \\u003c & ' \" `";

  private HostileReport() {}

  static Report report() {
    return new Report(
        "Report of " + IMAGE,
        SCRIPT,
        List.of(
            new Section(
                "Texts " + IMAGE,
                List.of(
                    new Block.Quote(SCRIPT),
                    new Block.Text(IMAGE),
                    new Block.Code(COMMENT),
                    new Block.Note(SCRIPT))),
            new Section("Charts", List.of(bars(), severalBars(), heatMap(), map()))));
  }

  private static Block.Exhibit bars() {
    Table table =
        new Table(
            List.of(new Table.Column(SCRIPT, IMAGE, IMAGE), new Table.Column("count")),
            List.of(
                row(SCRIPT, 1_234_567),
                row(IMAGE, 0.5),
                row(COMMENT, Double.NaN),
                row("{a|b} {value}", -3),
                row(null, null)),
            1_000);
    return new Block.Exhibit(
        "Bars " + IMAGE, table, List.of(new Bars(List.of(SCRIPT), List.of("count"), IMAGE)));
  }

  private static Block.Exhibit severalBars() {
    Table table =
        Table.of(
            List.of(
                new Table.Column("serializer"),
                new Table.Column("write_ns", "ns", "time to write"),
                new Table.Column("read_ns", "ns", "time to read")),
            List.of(row("java", 900, 1_700), row("kryo", 120.5, 200), row("parquet", null, 3)));
    return new Block.Exhibit(
        "Serializers",
        table,
        List.of(
            new Bars(List.of("serializer"), List.of("write_ns", "read_ns"), "ns per record"),
            Chart.bars("serializer", "write_ns", "ns").standingOut("kryo")));
  }

  private static Block.Exhibit heatMap() {
    Table table =
        Table.of(
            List.of(
                new Table.Column("left"),
                new Table.Column("right"),
                new Table.Column("pearson"),
                new Table.Column("count")),
            List.of(
                row("a.b", SCRIPT, -0.75, 10),
                row("a.b", IMAGE, 1.0, 10),
                row(SCRIPT, IMAGE, Double.NaN, 0)));
    return new Block.Exhibit(
        "Correlation",
        table,
        List.of(
            Chart.heatMap("left", "right", "pearson").between(-1, 1),
            Chart.heatMap("left", "right", "count")));
  }

  private static Block.Exhibit map() {
    Table table =
        Table.of(
            List.of(
                new Table.Column("name"),
                new Table.Column("lat"),
                new Table.Column("lon"),
                new Table.Column("place_lat"),
                new Table.Column("place_lon")),
            List.of(
                row("Suva " + IMAGE, -18.14, 178.44, -13.83, -171.76),
                row("London", 51.5, -0.13, 48.86, 2.35),
                row("nowhere", 91.0, 0.0, 48.86, 2.35),
                row("unknown", null, 0.0, null, null)));
    return new Block.Exhibit(
        "Places",
        table,
        List.of(
            Chart.map("LAT", "lon").linkedTo("place_lat", "place_lon"), Chart.map("lat", "lon")));
  }
}
