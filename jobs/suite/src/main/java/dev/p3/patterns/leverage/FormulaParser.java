package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.Formula.Term;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one formula, from left to right. For one use. */
final class FormulaParser {
  private static final int HIGHEST_POWER = 32;
  private static final String TERM = "a column, pow(column, n), 1 or 0";
  private static final Pattern SPACE = Pattern.compile("\\s*");
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_.]*");
  private static final Pattern QUOTED = Pattern.compile("`((?:[^`]|``)+)`");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d+");

  private final String text;
  private final Matcher matcher;
  private int position;
  private boolean hasIntercept = true;

  FormulaParser(String text) {
    this.text = text;
    this.matcher = SPACE.matcher(text);
  }

  Formula formula() {
    String outcome = name("the outcome, which is a column");
    expect('~', "~ after the outcome");
    List<Term> terms = terms();
    if (terms.isEmpty() && !hasIntercept) {
      throw fault("a term: without one and without an intercept there is nothing to estimate");
    }
    return new Formula(text.strip(), outcome, hasIntercept, terms);
  }

  private List<Term> terms() {
    var terms = new ArrayList<Term>();
    Set<String> seen = new LinkedHashSet<>();
    boolean adds = !take('-');
    do {
      skipSpace();
      int start = position;
      if (take(WHOLE_NUMBER) != null) {
        intercept(start, adds);
      } else if (adds) {
        Term term = term(start);
        if (!seen.add(term.column() + " " + term.power())) {
          throw fault(start, "another term: this one is there already");
        }
        terms.add(term);
      } else {
        throw fault(start, "1: only the intercept can be taken away");
      }
    } while ((adds = take('+')) || take('-'));
    skipSpace();
    if (position < text.length()) {
      throw fault("+ and another term, or the end");
    }
    return terms;
  }

  private void intercept(int start, boolean adds) {
    String number = text.substring(start, position);
    if (!number.equals("1") && !number.equals("0")) {
      throw fault(start, adds ? TERM : "1: only the intercept can be taken away");
    }
    hasIntercept = adds == number.equals("1");
  }

  private Term term(int start) {
    String name = name(TERM);
    if (!text.substring(start, position).equals("pow") || !take('(')) {
      return new Term(name, name, 1);
    }
    String column = name("a column");
    expect(',', "a comma and a power, such as pow(" + column + ", 2)");
    skipSpace();
    int numberStart = position;
    String number = take(WHOLE_NUMBER);
    if (number == null || number.length() > 2 || !isPower(Integer.parseInt(number))) {
      throw fault(numberStart, "a whole number from 1 to " + HIGHEST_POWER);
    }
    expect(')', "a closing bracket");
    return new Term(text.substring(start, position), column, Integer.parseInt(number));
  }

  private static boolean isPower(int number) {
    return number >= 1 && number <= HIGHEST_POWER;
  }

  private String name(String expected) {
    skipSpace();
    String quoted = take(QUOTED);
    if (quoted != null) {
      return quoted.substring(1, quoted.length() - 1).replace("``", "`");
    }
    String name = take(NAME);
    if (name == null) {
      throw fault(expected);
    }
    return name;
  }

  private void expect(char wanted, String expected) {
    if (!take(wanted)) {
      throw fault(expected);
    }
  }

  private boolean take(char wanted) {
    skipSpace();
    boolean found = position < text.length() && text.charAt(position) == wanted;
    position += found ? 1 : 0;
    return found;
  }

  private String take(Pattern wanted) {
    matcher.usePattern(wanted).region(position, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    position = matcher.end();
    return matcher.group();
  }

  private void skipSpace() {
    take(SPACE);
  }

  private IllegalArgumentException fault(String expected) {
    return fault(position, expected);
  }

  private IllegalArgumentException fault(int at, String expected) {
    String line = text.replaceAll("\\s", " ");
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "does not parse:%n  %s%n  %s^ must be %s",
            line,
            " ".repeat(text.codePointCount(0, at)),
            expected));
  }
}
