package dev.p3.record;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says how a graph of objects leads to a class: {@code com.acme.Day.trips → java.util.ArrayList
 * element → com.acme.Trip}.
 *
 * <p>Kryo knows the objects at its own depths, but not what a serializer writes in place; between
 * two of those objects the shortest way through components, fields, elements, keys and values is
 * searched. Cost: at most {@link #MOST_VISITED} objects looked at for each step of the path.
 */
final class ObjectPath {
  private static final int MOST_VISITED = 20_000;
  private static final int LONGEST = 10;
  private static final String ARROW = " → ";
  private static final String ELLIPSIS = "…";

  private ObjectPath() {}

  /**
   * @param open the objects that are being written, outermost first; the last of them that lead to
   *     the class counts
   */
  static String to(Class<?> type, List<Object> open) {
    List<String> steps = new ArrayList<>();
    int last = open.size() - 1;
    while (last >= 0) {
      Optional<List<String>> found = way(open.get(last), step -> step.isOf(type));
      if (found.isPresent()) {
        steps.addAll(found.get());
        break;
      }
      last--;
    }
    if (last < 0) { // a serializer made the instance while it wrote
      open.forEach(each -> steps.add(each.getClass().getTypeName() + " " + ELLIPSIS));
    }
    for (int i = last - 1; i >= 0; i--) {
      Object inner = open.get(i + 1);
      steps.addAll(
          0,
          way(open.get(i), step -> step.value == inner)
              .orElse(List.of(open.get(i).getClass().getTypeName() + " " + ELLIPSIS)));
    }
    steps.add(type.getTypeName());
    return String.join(ARROW, shortened(steps));
  }

  private static List<String> shortened(List<String> steps) {
    if (steps.size() <= LONGEST) {
      return steps;
    }
    List<String> ends = new ArrayList<>(steps.subList(0, LONGEST / 2));
    ends.add(ELLIPSIS);
    ends.addAll(steps.subList(steps.size() - LONGEST / 2, steps.size()));
    return ends;
  }

  /** One object and how it is reached from another. */
  private record Step(Step from, String label, Object value, Class<?> declared) {
    boolean isOf(Class<?> type) {
      return declared == type || (value != null && value.getClass() == type);
    }

    /** The holders on the way here, each with what leads on. */
    List<String> way() {
      List<String> holders = new ArrayList<>();
      for (Step step = this; step.from != null; step = step.from) {
        holders.add(0, step.from.value.getClass().getTypeName() + step.label);
      }
      return holders;
    }
  }

  private static Optional<List<String>> way(Object from, Predicate<Step> isTarget) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Step> open = new ArrayDeque<>(List.of(new Step(null, "", from, Object.class)));
    while (!open.isEmpty() && seen.size() < MOST_VISITED) {
      Step step = open.poll();
      if (step.value == null || !seen.add(step.value)) {
        continue;
      }
      for (Step next : next(step)) {
        if (isTarget.test(next)) {
          return Optional.of(next.way());
        }
        open.add(next);
      }
    }
    return Optional.empty();
  }

  private static List<Step> next(Step step) {
    Object holder = step.value;
    List<Step> next = new ArrayList<>();
    if (holder instanceof Object[] array) {
      Class<?> element = array.getClass().getComponentType();
      next.add(new Step(step, " element", null, element));
      Arrays.stream(array).forEach(each -> next.add(new Step(step, " element", each, element)));
    } else if (holder instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            next.add(new Step(step, " key", key, Object.class));
            next.add(new Step(step, " value", value, Object.class));
          });
    } else if (holder instanceof Collection<?> collection) {
      collection.forEach(each -> next.add(new Step(step, " element", each, Object.class)));
    } else if (holder instanceof Optional<?> optional) {
      next.add(new Step(step, " value", optional.orElse(null), Object.class));
    } else if (holder instanceof Record) {
      addComponents(step, next);
    } else if (!isLeaf(holder)) {
      addFields(step, next);
    }
    return next;
  }

  private static boolean isLeaf(Object object) {
    return object instanceof String
        || object instanceof Number
        || object instanceof Boolean
        || object instanceof Character
        || object instanceof Enum
        || object instanceof Class
        || object.getClass().isArray();
  }

  private static void addComponents(Step step, List<Step> next) {
    for (RecordComponent component : step.value.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(step.value);
        next.add(new Step(step, "." + component.getName(), value, component.getType()));
      } catch (ReflectiveOperationException | RuntimeException unreadable) {
        next.add(new Step(step, "." + component.getName(), null, component.getType()));
      }
    }
  }

  private static void addFields(Step step, List<Step> next) {
    for (Class<?> type = step.value.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          try {
            field.setAccessible(true);
            next.add(new Step(step, "." + field.getName(), field.get(step.value), field.getType()));
          } catch (ReflectiveOperationException | RuntimeException unreadable) {
            // A field of a JDK class that is not opened: the path goes on without it.
          }
        }
      }
    }
  }
}
