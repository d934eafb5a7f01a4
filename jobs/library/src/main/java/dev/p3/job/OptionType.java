package dev.p3.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How the values of one Java type are named, read and written on the command line. Immutable.
 *
 * @param title the type, as a person would name it
 * @param reader reads a value, or throws an IllegalArgumentException whose message is the rule, for
 *     example {@code must be true or false}
 * @param choices all values, where they can be listed; else empty
 * @param nearMatches what a mistyped value may have been meant to be
 */
record OptionType(
    String title,
    Function<String, Object> reader,
    List<String> choices,
    Supplier<Collection<String>> nearMatches) {
  private static final String SWITCH = "switch";

  private OptionType(String title, Function<String, Object> reader) {
    this(title, reader, List.of(), List::of);
  }

  /**
   * The type of a class.
   *
   * @throws NoSuchMethodException when its values cannot be read: it is none of those known here,
   *     and has no {@code public static T parse(String)}
   */
  static OptionType of(Class<?> type) throws NoSuchMethodException {
    if (type == int.class || type == Integer.class) {
      return number("whole number", Integer::valueOf);
    }
    if (type == long.class || type == Long.class) {
      return number("whole number", Long::valueOf);
    }
    if (type == double.class || type == Double.class) {
      return number("number", Double::valueOf);
    }
    if (type == boolean.class) {
      return new OptionType(SWITCH, OptionType::truth);
    }
    if (type == String.class) {
      return new OptionType("text", word -> word);
    }
    if (type == Charset.class) {
      return new OptionType(
          "text", OptionType::charset, List.of(), () -> Charset.availableCharsets().keySet());
    }
    return type.isEnum() ? choice(type) : parsed(type.getMethod("parse", String.class));
  }

  boolean isSwitch() {
    return title.equals(SWITCH);
  }

  /** A value as it is read back. */
  static String written(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : String.valueOf(value);
  }

  private static OptionType number(String title, Function<String, Object> reader) {
    return new OptionType(
        title,
        word -> {
          try {
            return reader.apply(word);
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a " + title, e);
          }
        });
  }

  private static Object truth(String word) {
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    throw new IllegalArgumentException("must be true or false");
  }

  private static Object charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "must be a charset that this Java knows, for example UTF-8, ISO-8859-1 or UTF-16", e);
    }
  }

  /** A constant of an enum, in kebab case. */
  private static OptionType choice(Class<?> type) {
    List<Object> constants = List.of(type.getEnumConstants());
    List<String> names = constants.stream().map(OptionType::written).toList();
    return new OptionType(
        "choice",
        word -> {
          if (!names.contains(word)) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", names));
          }
          return constants.get(names.indexOf(word));
        },
        names,
        () -> names);
  }

  /** A type of the job's own: the message of what its method throws is the rule. */
  private static OptionType parsed(Method parse) {
    return new OptionType(
        "text",
        word -> {
          try {
            return parse.invoke(null, word);
          } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException invalid) {
              throw invalid;
            }
            throw new IllegalStateException("Cannot call " + parse, e.getCause());
          } catch (IllegalAccessException e) {
            throw new IllegalStateException("Cannot call " + parse, e);
          }
        });
  }
}
