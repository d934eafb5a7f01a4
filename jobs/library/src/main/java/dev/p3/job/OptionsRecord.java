package dev.p3.job;

import dev.p3.fault.BadUsageException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an options record from words and checks it: the one place where flags, types, defaults,
 * ranges and their error messages come from.
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

  public static <O extends Record> OptionsRecord<O> of(Class<O> type) {
    return new OptionsRecord<>(type);
  }

  /** The options with nothing given. */
  public static <O extends Record> O defaults(Class<O> type) {
    return of(type).parse(Map.of());
  }

  /**
   * For the compact constructor of an options record: checks every value against its component's
   * range.
   *
   * @param values the constructor's arguments, in order
   * @throws BadUsageException naming every value out of range
   */
  public static void check(Class<? extends Record> type, Object... values) {
    List<OptionSpec> specs = of(type).specs;
    var faults = new ArrayList<String>();
    for (int i = 0; i < values.length; i++) {
      specs.get(i).check(values[i], faults);
    }
    throwIfAny(faults);
  }

  /** The options in the order of the record's components. */
  public List<OptionSpec> specs() {
    return specs;
  }

  /**
   * Makes the record.
   *
   * @param given the words given for each flag, by the flag's name without dashes
   * @throws BadUsageException naming every fault of every option
   */
  public O parse(Map<String, List<String>> given) {
    var faults = new ArrayList<String>();
    Object[] values =
        specs.stream()
            .map(spec -> spec.parse(given.getOrDefault(spec.flag(), List.of()), faults))
            .toArray();
    throwIfAny(faults);
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
        OptionSpec.words(components[i].getAccessor().invoke(options))
            .ifPresent(word -> words.put(flag, word));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot read " + components[i], e);
      }
    }
    return words;
  }

  private static void throwIfAny(List<String> faults) {
    if (!faults.isEmpty()) {
      throw new BadUsageException(faults);
    }
  }
}
