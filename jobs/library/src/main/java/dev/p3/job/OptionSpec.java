package dev.p3.job;

import dev.p3.fault.Cause;
import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** One option: a component of an options record and its {@link Option}. Immutable. */
public final class OptionSpec {
  private final String flag;
  private final Option option;
  private final Holder holder;
  private final OptionType type;
  private final boolean cannotBeAbsent;

  /**
   * @throws IllegalArgumentException when the component has no {@link Option}
   * @throws IllegalStateException when values of its type cannot be read
   */
  OptionSpec(RecordComponent component) {
    this.option = component.getAnnotation(Option.class);
    if (option == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot derive a flag: component %s of %s has no @Option",
              component.getName(),
              component.getDeclaringRecord().getName()));
    }
    this.flag = kebab(component.getName());
    this.holder = Holder.of(component.getType());
    Class<?> valueType = holder.valueType(component);
    try {
      this.type = OptionType.of(valueType);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Cannot parse --%s: %s has no public static parse(String)",
              flag,
              valueType),
          e);
    }
    this.cannotBeAbsent = component.getType().isPrimitive() && defaultValue().isEmpty();
  }

  /** The flag's name without dashes, for example {@code min-count}. */
  public String flag() {
    return flag;
  }

  /** What the option does. */
  public String meaning() {
    return option.value();
  }

  /** Whether the flag may be given several times. */
  public boolean repeatable() {
    return holder == Holder.LIST;
  }

  /** Whether the flag takes no value. */
  public boolean isSwitch() {
    return type.isSwitch();
  }

  /** The default as written on the command line; empty when there is none. */
  public String defaultValue() {
    return isSwitch() ? "false" : option.defaultValue();
  }

  /** Whether the flag must be given; a repeatable one at least once. */
  public boolean required() {
    return option.required();
  }

  /** What stands for the value in help, or the choices. */
  public String label() {
    if (!type.choices().isEmpty()) {
      return String.join("|", type.choices());
    }
    return option.label().isEmpty() ? "VALUE" : option.label();
  }

  /** The type, as a person would name it. */
  public String typeName() {
    return type.title();
  }

  /** The values allowed, for example {@code at least 1}; empty when the type says all. */
  public String range() {
    if (!type.choices().isEmpty()) {
      return "one of " + String.join(", ", type.choices());
    }
    boolean atLeast = option.min() != Long.MIN_VALUE;
    boolean atMost = option.max() != Long.MAX_VALUE;
    if (atLeast && atMost) {
      return option.min() + " to " + option.max();
    }
    if (atLeast) {
      return "at least " + option.min();
    }
    return atMost ? "at most " + option.max() : "";
  }

  /** What a component holds for these arguments; null after adding to the faults. */
  Object parse(List<String> words, Faults faults) {
    List<String> given = words;
    if (given.isEmpty() && (required() || cannotBeAbsent)) {
      faults.add(missing());
      return null;
    }
    if (given.isEmpty() && !defaultValue().isEmpty()) {
      given = List.of(defaultValue());
    }
    if (given.size() > 1 && !repeatable()) {
      faults.add("Invalid --%s: given %d times (must be given once)", flag, given.size());
      return null;
    }
    var found = new Faults();
    List<Object> values = given.stream().map(word -> value(word, found)).toList();
    faults.addAll(found);
    return found.isEmpty() ? holder.hold(values) : null;
  }

  /**
   * What a component holds, as a user would write it: a text, or a list of them when the flag is
   * repeatable; empty when there is nothing to write.
   */
  Optional<Object> words(Object held) {
    List<String> words = Holder.values(held).stream().map(OptionType::written).toList();
    return repeatable() ? Optional.of(words) : words.stream().<Object>map(word -> word).findFirst();
  }

  /** Adds a fault when what a component holds is null, or for each value that is out of range. */
  void check(Object held, Faults faults) {
    List<?> values = Holder.values(held);
    if (held == null || (required() && values.isEmpty())) {
      faults.add(missing());
    }
    for (Object value : values) {
      if (value instanceof Number number && !isInRange(number)) {
        faults.add("Invalid --%s: %s (must be %s)", flag, number, range());
      }
    }
  }

  private String missing() {
    return String.format(Locale.ROOT, "Missing --%s %s: %s", flag, label(), meaning());
  }

  /** The value, or null after adding to the faults. */
  private Object value(String word, Faults faults) {
    try {
      Object value = type.reader().apply(word);
      check(value, faults);
      return value;
    } catch (IllegalArgumentException e) {
      // The choices are said already.
      String range = type.choices().isEmpty() && !range().isEmpty() ? ", " + range() : "";
      Collection<String> names = type.nearMatches().get();
      String question = names.isEmpty() ? "" : "." + NearMatch.question(word, names);
      faults.add("Invalid --%s: '%s' (%s%s)%s", flag, word, rule(e), range, question);
      return null;
    }
  }

  /** What was thrown by the reader of a type says it, in one line or more. */
  private static String rule(IllegalArgumentException refused) {
    String rule = refused.getMessage();
    return rule == null || rule.isBlank() ? Cause.firstLine(refused) : rule;
  }

  private boolean isInRange(Number number) {
    if (number instanceof Double value) { // false of NaN, where there is a bound
      return (option.min() == Long.MIN_VALUE || value >= option.min())
          && (option.max() == Long.MAX_VALUE || value <= option.max());
    }
    return number.longValue() >= option.min() && number.longValue() <= option.max();
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** How a component holds its values: one or null, none or one, or a list. */
  private enum Holder {
    PLAIN,
    OPTIONAL,
    OPTIONAL_LONG,
    LIST;

    static Holder of(Class<?> type) {
      if (type == List.class) {
        return LIST;
      }
      if (type == Optional.class) {
        return OPTIONAL;
      }
      return type == OptionalLong.class ? OPTIONAL_LONG : PLAIN;
    }

    Class<?> valueType(RecordComponent component) {
      return switch (this) {
        case PLAIN -> component.getType();
        case OPTIONAL_LONG -> long.class;
        case OPTIONAL, LIST ->
            (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
      };
    }

    /** What holds the values, at most one of which there is unless in a list. */
    Object hold(List<Object> values) {
      return switch (this) {
        case PLAIN -> values.isEmpty() ? null : values.get(0);
        case OPTIONAL -> values.stream().findFirst();
        case OPTIONAL_LONG -> values.stream().mapToLong(value -> (Long) value).findFirst();
        case LIST -> List.copyOf(values);
      };
    }

    static List<?> values(Object held) {
      if (held instanceof List<?> list) {
        return list;
      }
      if (held instanceof Optional<?> some) {
        return some.stream().toList();
      }
      if (held instanceof OptionalLong number) {
        return number.stream().boxed().toList();
      }
      return held == null ? List.of() : List.of(held);
    }
  }
}
