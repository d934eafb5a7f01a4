package dev.p3.patterns.separate;

import dev.p3.data.raw.RawRows;
import dev.p3.fault.Cause;
import dev.p3.fault.NearMatch;
import dev.p3.record.ConnectSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.DataTypeParser$;
import org.apache.spark.sql.types.DataType;

/**
 * Reads a schema's text. Types and conditions are read by Spark's own parser; what is found here is
 * only where they begin and end, so that one fault does not hide the next. For one use.
 */
final class SchemaParser {
  private static final List<String> TYPES =
      List.of(
          "boolean",
          "tinyint",
          "smallint",
          "int",
          "bigint",
          "float",
          "double",
          "decimal(10,2)",
          "string",
          "varchar(20)",
          "date",
          "timestamp",
          "timestamp_ntz");
  private static final Pattern NAME = Pattern.compile("`((?:[^`]|``)+)`|[\\p{L}_][\\p{L}\\p{N}_]*");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");
  private static final Pattern LINE_END = Pattern.compile("\\R");

  private final String text;
  private final List<ColumnRule> columns = new ArrayList<>();
  private final List<RowCheck> checks = new ArrayList<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();

  SchemaParser(String text) {
    // Faults are shown under one line.
    this.text = LINE_END.matcher(text).replaceAll(" ");
  }

  TableSchema parse() {
    int from = 0;
    for (int end : ends()) {
      parseItem(from, end);
      from = end + 1;
    }
    if (columns.isEmpty() && faults.isEmpty()) {
      fault(0, "a column is missing (NAME TYPE)");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(message());
    }
    return new TableSchema(text, columns, checks);
  }

  private record Fault(int position, String reason) {}

  /** Where the commas between columns stand, and the end. */
  private List<Integer> ends() {
    var ends = new ArrayList<Integer>();
    int depth = 0;
    for (int at = 0; at < text.length(); at++) {
      char next = text.charAt(at);
      if (next == '\'' || next == '"' || next == '`') {
        int closing = text.indexOf(next, at + 1);
        if (closing < 0) {
          fault(at, String.format(Locale.ROOT, "%s is not closed", next));
          break;
        }
        at = closing;
      } else if (next == '(') {
        depth++;
      } else if (next == ')') {
        depth--;
      } else if (next == ',' && depth <= 0) {
        ends.add(at);
      }
    }
    ends.add(text.length());
    return ends;
  }

  private void parseItem(int from, int to) {
    int at = afterBlanks(from, to);
    if (at == to) {
      fault(Math.min(at, Math.max(0, text.length() - 1)), "a column is missing (NAME TYPE)");
      return;
    }
    int opening = openingOfCheck(at, to);
    if (opening >= 0) {
      parseClauses(null, at, to);
      return;
    }
    Matcher name = NAME.matcher(text).region(at, to);
    if (!name.lookingAt()) {
      fault(at, "a name is missing (a name that is no plain word stands in back-ticks)");
      return;
    }
    String column = name.group(1) == null ? name.group() : name.group(1).replace("``", "`");
    requireNew(column, at);
    int typeFrom = afterBlanks(name.end(), to);
    int typeTo = endOfType(typeFrom, to);
    String type = text.substring(typeFrom, typeTo).strip();
    boolean isRequired = parseClauses(column, typeTo, to);
    if (type.isEmpty()) {
      fault(
          Math.min(typeFrom, text.length()),
          String.format(Locale.ROOT, "the type of '%s' is missing", column));
      return;
    }
    DataType declared = type(type, typeFrom);
    if (declared != null) {
      columns.add(new ColumnRule(column, declared, isRequired));
    }
  }

  private void requireNew(String column, int position) {
    if (RawRows.isOwn(column)) {
      fault(
          position,
          String.format(
              Locale.ROOT, "names that begin with %s are p3's own; give it another", RawRows.OWN));
    }
    if (positions.putIfAbsent(column.toLowerCase(Locale.ROOT), position) != null) {
      fault(position, String.format(Locale.ROOT, "there is a column '%s' before", column));
    }
  }

  private DataType type(String type, int position) {
    try {
      DataType parsed = DataTypeParser$.MODULE$.parseDataType(type);
      if (TableSchema.isPlain(parsed)) {
        return parsed;
      }
      fault(
          position,
          String.format(
              Locale.ROOT, "%s is no plain type (must be such as STRING, INT or DATE)", type));
    } catch (Exception e) { // checked in Scala, and so not declared
      String word = type.replaceAll("\\W.*", "").toLowerCase(Locale.ROOT);
      fault(
          position,
          String.format(Locale.ROOT, "'%s' is no type.%s", type, NearMatch.question(word, TYPES))
              .strip());
    }
    return null;
  }

  /** Reads NOT NULL and CHECK in any order; says whether the column is required. */
  private boolean parseClauses(String column, int from, int to) {
    boolean isRequired = false;
    int at = afterBlanks(from, to);
    while (at < to) {
      int opening = openingOfCheck(at, to);
      if (opening >= 0) {
        int closing = closing(opening, to);
        parseCheck(column, opening, closing);
        at = afterBlanks(closing + 1, to);
        continue;
      }
      String word = wordAt(at, to);
      int next = afterBlanks(at + word.length(), to);
      String following = wordAt(next, to);
      if (column != null && word.equals("not") && following.equals("null")) {
        isRequired = true;
        at = afterBlanks(next + following.length(), to);
      } else if (column != null && word.equals("null")) {
        at = next;
      } else {
        fault(
            at,
            String.format(
                Locale.ROOT,
                "'%s' is not understood (must be NOT NULL or CHECK (condition))",
                text.substring(at, to).strip()));
        return isRequired;
      }
    }
    return isRequired;
  }

  private void parseCheck(String column, int opening, int closing) {
    int from = afterBlanks(opening + 1, closing);
    if (closing == text.length()) {
      fault(opening, "( is not closed");
      return;
    }
    String condition = text.substring(from, closing).strip();
    if (condition.isEmpty()) {
      fault(opening, "the condition is missing");
      return;
    }
    try {
      if (!ConnectSession.isOnlyClient()) { // whose server reads it, when rows are cleaned
        CatalystSqlParser$.MODULE$.parseExpression(condition);
      }
      checks.add(new RowCheck(column, condition, from));
    } catch (Exception e) { // checked in Scala, and so not declared
      fault(from + offset(e), "the condition does not parse: " + firstSentence(e));
    }
  }

  /** The position of the parenthesis when {@code CHECK (} stands here; else -1. */
  private int openingOfCheck(int at, int to) {
    String word = wordAt(at, to);
    int next = afterBlanks(at + word.length(), to);
    return word.equals("check") && next < to && text.charAt(next) == '(' ? next : -1;
  }

  /** The type ends where a clause begins. */
  private int endOfType(int from, int to) {
    Matcher word = WORD.matcher(text).region(from, to);
    int depthEnd = from;
    while (word.find()) {
      boolean isFirst = word.start() == from;
      String lower = word.group().toLowerCase(Locale.ROOT);
      boolean begins = lower.equals("not") || lower.equals("null") || lower.equals("check");
      if (begins && !(isFirst && lower.equals("check")) && word.start() >= depthEnd) {
        return word.start();
      }
      int opening = afterBlanks(word.end(), to);
      if (opening < to && text.charAt(opening) == '(' && word.start() >= depthEnd) {
        depthEnd = closing(opening, to);
      }
    }
    return to;
  }

  private int closing(int opening, int to) {
    int depth = 0;
    for (int at = opening; at < to; at++) {
      char next = text.charAt(at);
      if (next == '\'' || next == '"' || next == '`') {
        at = Math.max(at, text.indexOf(next, at + 1));
      } else if (next == '(') {
        depth++;
      } else if (next == ')' && --depth == 0) {
        return at;
      }
    }
    return text.length();
  }

  private int afterBlanks(int from, int to) {
    int at = Math.min(from, to);
    while (at < to && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private String wordAt(int at, int to) {
    Matcher word = WORD.matcher(text).region(Math.min(at, to), to);
    return word.lookingAt() ? word.group().toLowerCase(Locale.ROOT) : "";
  }

  private void fault(int position, String reason) {
    faults.add(new Fault(position, reason));
  }

  private String message() {
    return faults.stream()
        .sorted((a, b) -> Integer.compare(a.position(), b.position()))
        .map(fault -> caret(text, fault.position(), fault.reason()))
        .reduce("", String::concat);
  }

  /** The text, with a caret under a position in it and the reason. */
  static String caret(String text, int position, String reason) {
    return String.format(Locale.ROOT, "%n  %s%n  %s^ %s", text, " ".repeat(position), reason);
  }

  /** The position in an expression that Spark complains of. */
  static int offset(Exception failure) {
    if (failure instanceof AnalysisException analysis) {
      if (analysis.getQueryContext().length > 0
          && analysis.getQueryContext()[0].startIndex() >= 0) {
        return analysis.getQueryContext()[0].startIndex();
      }
      return analysis.startPosition().isDefined() ? (int) analysis.startPosition().get() : 0;
    }
    return 0;
  }

  /** What Spark says, without its error class and the query, which is shown anyway. */
  static String firstSentence(Exception failure) {
    return Cause.firstLine(failure).replaceAll(" ?\\(line \\d+, pos \\d+\\)", "").strip();
  }
}
