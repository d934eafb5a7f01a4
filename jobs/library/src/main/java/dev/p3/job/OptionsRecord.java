package dev.p3.job;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an options record from arguments and checks it: the one place where flags, types, defaults,
 * ranges and their error messages come from. Immutable.
 *
 * <p>A component may be an {@code int}, {@code long}, {@code double}, {@code boolean} (a switch),
 * text, enum (in kebab case), charset, or a type with {@code public static T parse(String)}, whose
 * {@code toString} is written; and an {@code Optional} or a {@code List} (a repeatable option) of
 * these, or an {@code OptionalLong}. A component that is no primitive, {@code Optional} or {@code
 * List}, and has neither a value nor a default, is null.
 *
 * @param <O> the options record, each component with {@link Option}
 */
public final class OptionsRecord<O extends Record> {
  private final Class<O> type;
  private final List<OptionSpec> specs;

  private OptionsRecord(Class<O> type) {
    this.type = type;
    this.specs = Arrays.stream(type.getRecordComponents()).map(OptionSpec::new).toList();
  }

  /**
   * The options of a record class.
   *
   * @throws IllegalArgumentException when a component has no {@link Option}
   * @throws IllegalStateException when values of a component's type cannot be read
   */
  public static <O extends Record> OptionsRecord<O> of(Class<O> type) {
    return new OptionsRecord<>(type);
  }

  /**
   * The options with nothing given.
   *
   * @throws BadUsageException naming every option that must be given
   */
  public static <O extends Record> O defaults(Class<O> type) {
    return of(type).parse(Map.of());
  }

  /**
   * For the compact constructor of an options record: checks that no value is null, and every
   * number against its component's range.
   *
   * @param values the constructor's arguments, in order
   * @throws BadUsageException naming every value that is missing or out of range
   */
  public static void check(Class<? extends Record> type, Object... values) {
    List<OptionSpec> specs = of(type).specs;
    var faults = new Faults();
    for (int i = 0; i < values.length; i++) {
      specs.get(i).check(values[i], faults);
    }
    faults.throwIfAny();
  }

  /** The options in the order of the record's components. */
  public List<OptionSpec> specs() {
    return specs;
  }

  /**
   * What arguments give for each flag: {@code --flag VALUE}, or {@code --flag} alone for a switch.
   *
   * @return the values, not looked at, by the flag's name without dashes
   * @throws BadUsageException naming every flag that is unknown or has no value, and every argument
   *     that is no flag
   */
  public Map<String, List<String>> given(List<String> arguments) {
    var given = new LinkedHashMap<String, List<String>>();
    var faults = new Faults();
    Iterator<String> next = arguments.iterator();
    while (next.hasNext()) {
      String flag = next.next();
      Optional<OptionSpec> spec =
          specs.stream().filter(each -> flag.equals("--" + each.flag())).findFirst();
      if (spec.isEmpty()) {
        List<String> flags = specs.stream().map(each -> "--" + each.flag()).toList();
        faults.add(
            "Unknown option '%s' (must be one of %s).%s",
            flag, String.join(", ", flags), NearMatch.question(flag, flags));
      } else if (!spec.get().isSwitch() && !next.hasNext()) {
        faults.add("Missing value of %s %s", flag, spec.get().label());
      } else {
        given
            .computeIfAbsent(spec.get().flag(), any -> new ArrayList<>())
            .add(spec.get().isSwitch() ? "true" : next.next());
      }
    }
    faults.throwIfAny();
    return given;
  }

  /**
   * Makes the record.
   *
   * @param given the values given for each flag, as text, by the flag's name without dashes
   * @throws BadUsageException naming every fault of every option
   */
  public O parse(Map<String, List<String>> given) {
    var faults = new Faults();
    Object[] values =
        specs.stream()
            .map(spec -> spec.parse(given.getOrDefault(spec.flag(), List.of()), faults))
            .toArray();
    faults.throwIfAny();
    try {
      Constructor<O> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      return canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof BadUsageException usage) {
        throw usage;
      }
      throw new IllegalStateException("Cannot construct " + type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot construct " + type.getName(), e);
    }
  }

  /** The options as a user would write them, by flag: text, or a list of texts. */
  public Map<String, Object> words(O options) {
    var words = new LinkedHashMap<String, Object>();
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      String flag = specs.get(i).flag();
      try {
        specs
            .get(i)
            .words(components[i].getAccessor().invoke(options))
            .ifPresent(word -> words.put(flag, word));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot read " + components[i], e);
      }
    }
    return words;
  }
}
