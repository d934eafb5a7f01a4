package dev.p3.patterns.separate;

import dev.p3.data.raw.UsualValue;

/** Numbers in their usual forms, read from bytes without an object in between. */
final class UsualNumber {
  private static final int DIGITS_OF_INT = 9;
  private static final int DIGITS_OF_LONG = 18;

  /** A double holds each whole number of so many digits. */
  private static final int DIGITS_OF_DOUBLE = 15;

  /** Which doubles hold exactly, too. */
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private UsualNumber() {}

  /** A text like {@code -12} as an INT: nine digits at most. */
  static long ofInt(byte[] text, int from, int to) {
    return whole(text, from, to, DIGITS_OF_INT);
  }

  /** A text like {@code -12} as a BIGINT: eighteen digits at most. */
  static long ofLong(byte[] text, int from, int to) {
    return whole(text, from, to, DIGITS_OF_LONG);
  }

  /**
   * The bits of a text like {@code -12.5} or {@code 12} as a DOUBLE: fifteen digits at most, so
   * that the digits and the power of ten to divide them by are exact, and the division rounds once,
   * as it is to. Minus zero is not read: its bits are those that stand for nothing.
   */
  static long ofDouble(byte[] text, int from, int to) {
    int first = from < to && text[from] == '-' ? from + 1 : from;
    long digits = 0;
    int count = 0;
    int point = -1;
    for (int i = first; i < to; i++) {
      byte next = text[i];
      if (UsualMoment.isDigit(next)) {
        digits = 10 * digits + next - '0';
        if (++count > DIGITS_OF_DOUBLE) {
          return UsualValue.NONE;
        }
      } else if (next == '.' && point < 0 && i > first) {
        point = i;
      } else {
        return UsualValue.NONE;
      }
    }
    if (count == 0) {
      return UsualValue.NONE;
    }
    double number = digits / POWERS_OF_TEN[point < 0 ? 0 : to - point - 1];
    return Double.doubleToRawLongBits(first > from ? -number : number);
  }

  private static long whole(byte[] text, int from, int to, int most) {
    int first = from < to && text[from] == '-' ? from + 1 : from;
    if (first == to || to - first > most) {
      return UsualValue.NONE;
    }
    long number = 0;
    for (int i = first; i < to; i++) {
      if (!UsualMoment.isDigit(text[i])) {
        return UsualValue.NONE;
      }
      number = 10 * number + text[i] - '0';
    }
    return first > from ? -number : number;
  }
}
