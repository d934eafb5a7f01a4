package dev.p3.job;

import dev.p3.fault.NearMatch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** One option: a component of an options record and its {@link Option}. */
public final class OptionSpec {
  private final String flag;
  private final Option option;
  private final Class<?> type;
  private final boolean repeatable;
  private final boolean optional;

  OptionSpec(RecordComponent component) {
    this.option = component.getAnnotation(Option.class);
    if (option == null) {
      throw new IllegalArgumentException(
          "Cannot derive a flag: component %s of %s has no @Option"
              .formatted(component.getName(), component.getDeclaringRecord().getName()));
    }
    this.flag = kebab(component.getName());
    this.repeatable = component.getType() == List.class;
    this.optional = component.getType() == Optional.class;
    this.type =
        repeatable || optional ? elementType(component.getGenericType()) : component.getType();
  }

  /** The flag's name without dashes, such as {@code min-count}. */
  public String flag() {
    return flag;
  }

  /** What the option does. */
  public String meaning() {
    return option.value();
  }

  /** Whether the flag may be given several times. */
  public boolean repeatable() {
    return repeatable;
  }

  /** Whether the flag takes no value. */
  public boolean isSwitch() {
    return type == boolean.class;
  }

  /** The default as written on the command line; empty when there is none. */
  public String defaultValue() {
    return isSwitch() ? "false" : option.defaultValue();
  }

  public boolean required() {
    return option.required();
  }

  /** The word for the value, or the choices. */
  public String label() {
    if (type.isEnum()) {
      return String.join("|", choices());
    }
    return option.label().isEmpty() ? "VALUE" : option.label();
  }

  /** The type, as a person would name it. */
  public String typeName() {
    if (type.isEnum()) {
      return "choice";
    }
    if (isWholeNumber()) {
      return "whole number";
    }
    if (type == double.class) {
      return "number";
    }
    return type == boolean.class ? "switch" : "text";
  }

  /** The values allowed, such as {@code at least 1}; empty when the type says all. */
  public String range() {
    if (type.isEnum()) {
      return "one of " + String.join(", ", choices());
    }
    boolean atLeast = option.min() != Long.MIN_VALUE;
    boolean atMost = option.max() != Long.MAX_VALUE;
    if (atLeast && atMost) {
      return "%d to %d".formatted(option.min(), option.max());
    }
    if (atLeast) {
      return "at least " + option.min();
    }
    return atMost ? "at most " + option.max() : "";
  }

  /** The value of the words given, or null after adding to the faults. */
  Object parse(List<String> words, List<String> faults) {
    List<String> given = words;
    boolean cannotBeAbsent = type.isPrimitive() && !repeatable && defaultValue().isEmpty();
    if (given.isEmpty() && (required() || cannotBeAbsent)) {
      faults.add("Missing --%s %s: %s".formatted(flag, label(), meaning()));
      return null;
    }
    if (given.isEmpty() && !defaultValue().isEmpty()) {
      given = List.of(defaultValue());
    }
    if (repeatable) {
      int before = faults.size();
      List<Object> values = given.stream().map(word -> checkedValue(word, faults)).toList();
      return faults.size() > before ? null : List.copyOf(values);
    }
    if (given.size() > 1) {
      faults.add("Invalid --%s: given %d times (must be given once)".formatted(flag, given.size()));
      return null;
    }
    if (given.isEmpty()) {
      Object absent = type == OptionalLong.class ? OptionalLong.empty() : null;
      return optional ? Optional.empty() : absent;
    }
    Object value = checkedValue(given.get(0), faults);
    return optional ? Optional.ofNullable(value) : value;
  }

  /** A value as a user would write it; empty for an option that was not given. */
  static Optional<Object> words(Object value) {
    if (value instanceof List<?> values) {
      return Optional.of(values.stream().map(OptionSpec::word).toList());
    }
    if (value instanceof OptionalLong number) {
      return number.isPresent() ? Optional.of(Long.toString(number.getAsLong())) : Optional.empty();
    }
    return value instanceof Optional<?> some
        ? some.map(OptionSpec::word)
        : Optional.ofNullable(value).map(OptionSpec::word);
  }

  private static String word(Object value) {
    return value instanceof Enum<?> constant ? kebab(constant) : String.valueOf(value);
  }

  /** Adds a fault when the value is null or out of range. */
  void check(Object value, List<String> faults) {
    if (value == null) {
      faults.add("Missing --%s %s: %s".formatted(flag, label(), meaning()));
      return;
    }
    if (required() && value instanceof List<?> list && list.isEmpty()) {
      faults.add("Missing --%s %s: %s".formatted(flag, label(), meaning()));
    }
    if (!isInRange(value)) {
      Object number = value instanceof OptionalLong given ? given.getAsLong() : value;
      faults.add("Invalid --%s: %s (must be %s)".formatted(flag, number, range()));
    }
  }

  private Object checkedValue(String word, List<String> faults) {
    Object value = value(word, faults);
    if (value != null) {
      check(value, faults);
    }
    return value;
  }

  private Object value(String word, List<String> faults) {
    try {
      if (type == int.class) {
        return Integer.valueOf(word);
      }
      if (type == long.class) {
        return Long.valueOf(word);
      }
      if (type == OptionalLong.class) {
        return OptionalLong.of(Long.parseLong(word));
      }
      if (type == double.class) {
        return Double.valueOf(word);
      }
    } catch (NumberFormatException e) {
      String rule = range().isEmpty() ? "" : ", " + range();
      faults.add("Invalid --%s: '%s' (must be a %s%s)".formatted(flag, word, typeName(), rule));
      return null;
    }
    if (type == boolean.class) {
      return truth(word, faults);
    }
    if (type.isEnum()) {
      return choice(word, faults);
    }
    if (type == Charset.class) {
      return charset(word, faults);
    }
    return type == String.class ? word : parsedByItsType(word, faults);
  }

  private Object truth(String word, List<String> faults) {
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    faults.add("Invalid --%s: '%s' (must be true or false)".formatted(flag, word));
    return null;
  }

  private Object choice(String word, List<String> faults) {
    for (Object constant : type.getEnumConstants()) {
      if (kebab((Enum<?>) constant).equals(word)) {
        return constant;
      }
    }
    faults.add(
        "Invalid --%s: '%s' (must be %s).%s"
            .formatted(flag, word, range(), NearMatch.question(word, choices())));
    return null;
  }

  private Object charset(String word, List<String> faults) {
    try {
      return Charset.forName(word);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      faults.add(
          "Invalid --%s: '%s' (must be a charset that this Java knows, such as UTF-8, ISO-8859-1 or UTF-16).%s"
              .formatted(
                  flag, word, NearMatch.question(word, Charset.availableCharsets().keySet())));
      return null;
    }
  }

  /** A type of the job's own: it has {@code public static T parse(String)}. */
  private Object parsedByItsType(String word, List<String> faults) {
    try {
      Method parse = type.getMethod("parse", String.class);
      return parse.invoke(null, word);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException invalid) {
        faults.add("Invalid --%s: '%s' (%s)".formatted(flag, word, invalid.getMessage()));
        return null;
      }
      throw new IllegalStateException("Cannot parse --" + flag, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Cannot parse --%s: %s has no public static parse(String)".formatted(flag, type), e);
    }
  }

  private boolean isInRange(Object value) {
    if (value instanceof Double number) {
      boolean enough = option.min() == Long.MIN_VALUE || number >= option.min();
      boolean notTooMuch = option.max() == Long.MAX_VALUE || number <= option.max();
      return enough && notTooMuch;
    }
    if (value instanceof OptionalLong number) {
      return number.isEmpty() || isInRange(number.getAsLong());
    }
    if (value instanceof Optional<?> some) {
      return some.isEmpty() || isInRange(some.get());
    }
    boolean whole = value instanceof Integer || value instanceof Long;
    return !whole || isInRange(((Number) value).longValue());
  }

  private boolean isInRange(long number) {
    return number >= option.min() && number <= option.max();
  }

  private boolean isWholeNumber() {
    return type == int.class || type == long.class || type == OptionalLong.class;
  }

  private List<String> choices() {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> kebab((Enum<?>) constant))
        .toList();
  }

  private static Class<?> elementType(Type container) {
    return (Class<?>) ((ParameterizedType) container).getActualTypeArguments()[0];
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
