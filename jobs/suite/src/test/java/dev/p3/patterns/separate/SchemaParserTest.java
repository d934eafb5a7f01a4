package dev.p3.patterns.separate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class SchemaParserTest {
  @Test
  void readsColumnsWithTypesAndConditions() {
    TableSchema schema =
        TableSchema.parse(
            "date timestamp, delay INT not null check(delay > -1440), `a.b``c` decimal(10, 2) CHECK (`a.b``c` in (1, 2)) NOT NULL,"
                + " name varchar(3) null, check (delay < 5 or name <> ',(')");

    assertThat(schema.columns())
        .containsExactly(
            new ColumnRule("date", DataTypes.TimestampType, false),
            new ColumnRule("delay", DataTypes.IntegerType, true),
            new ColumnRule("a.b`c", DataTypes.createDecimalType(10, 2), true),
            new ColumnRule("name", DataType.fromDDL("varchar(3)"), false));
    assertThat(schema.checks())
        .extracting(RowCheck::column, RowCheck::condition)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("delay", "delay > -1440"),
            org.assertj.core.groups.Tuple.tuple("a.b`c", "`a.b``c` in (1, 2)"),
            org.assertj.core.groups.Tuple.tuple(null, "delay < 5 or name <> ',('"));
    assertThat(schema.type().apply("name").dataType()).isEqualTo(DataTypes.StringType);
  }

  @Test
  void readsSeveralChecksOfOneColumnAndNamesThatAreKeywords() {
    TableSchema schema =
        TableSchema.parse("date date check(date > '2000-01-01') check (true), check int");

    assertThat(schema.names()).containsExactly("date", "check");
    assertThat(schema.checks()).hasSize(2);
  }

  @Test
  void pointsAtEveryFaultAtOnce() {
    String text = "date timestmp, delay int not nul, x int check(x >), , 5 int, x array<int>, y";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSchema.parse(text))
        .withMessage(
            caret(text, "timestmp", "'timestmp' is no type. Did you mean 'timestamp'?")
                + caret(
                    text,
                    "not nul",
                    "'not nul' is not understood (must be NOT NULL or CHECK (condition))")
                + caret(
                    text,
                    "), ,",
                    "the condition does not parse: Syntax error at or near end of input.")
                + caret(text, ", 5", "a column is missing (NAME TYPE)")
                + caret(
                    text,
                    "5 int",
                    "a name is missing (a name that is no plain word stands in back-ticks)")
                + caret(text, "x array", "there is a column 'x' before")
                + caret(
                    text,
                    "array",
                    "array<int> is no plain type (must be such as STRING, INT or DATE)")
                + caret(text, "", "the type of 'y' is missing"));
  }

  private static String caret(String text, String place, String reason) {
    int at = place.isEmpty() ? text.length() : text.indexOf(place);
    return "%n  %s%n  %s^ %s".formatted(text, " ".repeat(at), reason);
  }

  @Test
  void pointsAtWhatIsNotClosed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSchema.parse("a int check(a > 1"))
        .withMessageContaining("             ^ ( is not closed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSchema.parse("a string check(a <> 'x)"))
        .withMessageContaining("                      ^ ' is not closed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSchema.parse(" "))
        .withMessageContaining("a column is missing");
  }

  @Test
  void refusesNamesThatAreP3sOwn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableSchema.parse("id int, __P3_line string"))
        .withMessageContaining("^ names that begin with __p3_ are p3's own");
  }
}
