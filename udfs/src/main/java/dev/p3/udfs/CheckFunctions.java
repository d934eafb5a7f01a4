package dev.p3.udfs;

import dev.p3.data.raw.RowFault;
import dev.p3.patterns.separate.RowCheck;
import dev.p3.patterns.separate.TextCheck;
import dev.p3.udfs.SqlFunction.Example;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Function1;
import scala.Option;
import scala.Tuple2;
import scala.runtime.AbstractPartialFunction;

/** Texts checked and read by the rules of {@code ingest}. */
final class CheckFunctions {
  private CheckFunctions() {}

  static List<SqlFunction<Expression>> all() {
    var functions = new ArrayList<SqlFunction<Expression>>();
    functions.add(checkText());
    functions.add(parse("int", "'42'", "42"));
    functions.add(parse("bigint", "'9223372036854775808'", null));
    functions.add(parse("double", "'1e3'", "1000.0"));
    functions.add(parse("boolean", "'yes'", "true"));
    functions.add(parse("date", "'2024-02-30'", null));
    functions.add(parse("timestamp", "'2024-02-29 12:30'", "2024-02-29 12:30:00"));
    functions.add(parseDecimal());
    return functions;
  }

  private static SqlFunction<Expression> parse(String type, String text, String result) {
    String name = "parse_" + type + "_or_null";
    return new SqlFunction<>(
        name,
        "conversion_funcs",
        String.format(
            Locale.ROOT,
            "_FUNC_(text) - the text as %s by the rules of the job ingest, which takes only what keeps its value; null when it is none. No error, with ANSI mode on or off.",
            type.toUpperCase(Locale.ROOT)),
        List.of(new Example("SELECT _FUNC_(" + text + ")", result == null ? "NULL" : result)),
        1,
        1,
        arguments -> read(name, TextCheck.parse(type, "", zone()), arguments.get(0)));
  }

  private static SqlFunction<Expression> parseDecimal() {
    String name = "parse_decimal_or_null";
    return new SqlFunction<>(
        name,
        "conversion_funcs",
        "_FUNC_(text, precision, scale) - the text as DECIMAL by the rules of the job ingest; null when it is none, or has more digits than the type holds. No error, with ANSI mode on or off.",
        List.of(
            new Example("SELECT _FUNC_('12.50', 5, 2)", "12.50"),
            new Example("SELECT _FUNC_('12.505', 5, 2)", "NULL")),
        3,
        3,
        arguments -> {
          String type =
              String.format(
                  Locale.ROOT,
                  "decimal(%s,%s)",
                  constant(name, arguments.get(1)),
                  constant(name, arguments.get(2)));
          return read(name, parsed(name, type, ""), arguments.get(0));
        });
  }

  private static SqlFunction<Expression> checkText() {
    return new SqlFunction<>(
        "check_text",
        "string_funcs",
        "_FUNC_(text, type[, rule]) - null when the text is a value of the type by the rules of the job ingest, else its fault: 'CAST', 'NULL' or 'CHECK'. The rule is what follows a type in a schema of ingest: NOT NULL, CHECK (condition) or both, or a condition alone, in which the value is called value.",
        List.of(
            new Example("SELECT _FUNC_('12x', 'int')", "CAST"),
            new Example("SELECT _FUNC_('120', 'int', 'value between 0 and 100')", "CHECK"),
            new Example("SELECT _FUNC_('', 'int', 'not null')", "NULL"),
            new Example("SELECT _FUNC_('12', 'int')", "NULL")),
        2,
        3,
        CheckFunctions::checkText);
  }

  private static Expression checkText(List<Expression> arguments) {
    String name = "check_text";
    String type = constant(name, arguments.get(1));
    String rule = arguments.size() < 3 ? "" : constant(name, arguments.get(2)).strip();
    String lower = rule.toLowerCase(Locale.ROOT);
    boolean isClause =
        rule.isEmpty() || lower.matches("(?s)(not\\s+null\\b|null\\b|check\\s*\\().*");
    TextCheck check = parsed(name, type, isClause ? rule : "check (" + rule + ")");
    Expression text = arguments.get(0);
    var fault =
        new ScalarExpression(
            new ScalarFunction(
                name,
                new CheckKernel(check),
                "fault",
                List.of(DataTypes.StringType),
                DataTypes.StringType,
                true,
                Map.of()),
            List.of(text),
            false);
    if (check.checks().isEmpty()) {
      return fault;
    }
    Expression value = read(name, check, text);
    var branches = new ArrayList<Tuple2<Expression, Expression>>();
    branches.add(new Tuple2<>(new IsNotNull(fault), fault));
    for (RowCheck each : check.checks()) {
      Expression condition =
          CatalystSqlParser$.MODULE$
              .parseExpression(each.condition())
              .transformUp(new ValueOf(value));
      branches.add(
          new Tuple2<>(
              new Not(condition),
              new Literal(UTF8String.fromString(RowFault.CHECK.name()), DataTypes.StringType)));
    }
    return new Alias(
        new CaseWhen(Scala.list(branches), Option.empty()),
        String.format(Locale.ROOT, "check_text(%s, %s, %s)", text.sql(), type, rule),
        NamedExpression$.MODULE$.newExprId(),
        Scala.list(List.of()),
        Option.empty(),
        Scala.list(List.of()));
  }

  private static Expression read(String name, TextCheck check, Expression text) {
    DataType type = check.type();
    return new ScalarExpression(
        new ScalarFunction(
            name,
            new CheckKernel(check),
            "read",
            List.of(DataTypes.StringType),
            type,
            true,
            Map.of()),
        List.of(text));
  }

  private static TextCheck parsed(String name, String type, String rule) {
    try {
      return TextCheck.parse(type, rule, zone());
    } catch (IllegalArgumentException e) {
      throw refused(name, e.getMessage());
    }
  }

  private static ZoneId zone() {
    return ZoneId.of(SQLConf.get().sessionLocalTimeZone(), ZoneId.SHORT_IDS);
  }

  /** The text of an argument that shapes the function. */
  private static String constant(String name, Expression argument) {
    Object value = argument.foldable() ? Constants.value(argument) : null;
    if (value == null) {
      throw refused(name, argument.sql() + " is no constant (must be one that is not null)");
    }
    return value.toString();
  }

  private static RuntimeException refused(String name, String reason) {
    return Scala.raise(Refusal.of(name, reason));
  }

  /** Puts a value in the place of its name. */
  private static final class ValueOf extends AbstractPartialFunction<Expression, Expression> {
    private final Expression value;

    ValueOf(Expression value) {
      this.value = value;
    }

    @Override
    public boolean isDefinedAt(Expression expression) {
      return expression instanceof UnresolvedAttribute name
          && name.nameParts().size() == 1
          && name.nameParts().head().equalsIgnoreCase(TextCheck.VALUE);
    }

    @Override
    @SuppressWarnings("unchecked") // an Expression is a B1: B1 is above Expression
    public <A1 extends Expression, B1> B1 applyOrElse(A1 expression, Function1<A1, B1> otherwise) {
      return isDefinedAt(expression) ? (B1) value : otherwise.apply(expression);
    }
  }
}
