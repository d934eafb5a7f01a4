package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Serializers for the JDK's containers whose classes are not public: immutable ones, unmodifiable
 * views and {@code Arrays.asList}. Each is written as its elements and made anew by the public
 * method that made it; a view is read back as a view of a copy.
 *
 * <p>Immutable containers cannot hold themselves, so reading needs no reference to one that is half
 * made.
 */
final class JdkContainers {
  private JdkContainers() {}

  /** A serializer for each class, by class. */
  static Map<Class<?>, Serializer<?>> serializers() {
    Map<Class<?>, Serializer<?>> byClass = new LinkedHashMap<>();
    Serializer<?> immutableList = new Elements(JdkContainers::immutableList);
    byClass.put(ContainerForm.LIST_OF_FEW, immutableList);
    byClass.put(ContainerForm.LIST_OF_MANY, immutableList);
    byClass.put(List.of(1, 2, 3).subList(0, 2).getClass(), immutableList);
    byClass.put(ContainerForm.ARRAY_AS_LIST, new Elements(Arrays::asList));
    Serializer<?> immutableSet = new Elements(Set::of);
    byClass.put(ContainerForm.SET_OF_FEW, immutableSet);
    byClass.put(ContainerForm.SET_OF_MANY, immutableSet);
    Serializer<?> immutableMap = new Entries(Map::copyOf);
    byClass.put(ContainerForm.MAP_OF_ONE, immutableMap);
    byClass.put(ContainerForm.MAP_OF_MANY, immutableMap);
    addViews(byClass);
    return byClass;
  }

  @SuppressWarnings("JdkObsolete") // the view of a list without random access has its own class
  private static void addViews(Map<Class<?>, Serializer<?>> byClass) {
    byClass.put(
        Collections.unmodifiableList(new ArrayList<>()).getClass(),
        new Elements(elements -> Collections.unmodifiableList(listOf(elements))));
    byClass.put(
        Collections.unmodifiableList(new LinkedList<>()).getClass(),
        new Elements(elements -> Collections.unmodifiableList(new LinkedList<>(listOf(elements)))));
    byClass.put(
        Collections.unmodifiableCollection(new ArrayList<>()).getClass(),
        new Elements(elements -> Collections.unmodifiableCollection(listOf(elements))));
    byClass.put(
        Collections.unmodifiableSet(Set.of()).getClass(),
        new Elements(
            elements -> Collections.unmodifiableSet(new LinkedHashSet<>(listOf(elements)))));
    byClass.put(
        Collections.unmodifiableMap(Map.of()).getClass(),
        new Entries(Collections::unmodifiableMap));
  }

  private static List<Object> listOf(Object[] elements) {
    return new ArrayList<>(Arrays.asList(elements));
  }

  private static List<Object> immutableList(Object[] elements) {
    for (Object element : elements) {
      if (element == null) {
        return Arrays.stream(elements).toList(); // allows nulls, as the list that was written does
      }
    }
    return List.of(elements);
  }

  /** A collection as its size and its elements. */
  private static final class Elements extends Serializer<Collection<?>> {
    private final Function<Object[], ? extends Collection<?>> make;

    Elements(Function<Object[], ? extends Collection<?>> make) {
      super(false, true);
      this.make = make;
    }

    @Override
    public void write(Kryo kryo, Output output, Collection<?> collection) {
      Object[] elements = collection.toArray();
      Sizes.write(output, elements.length);
      for (Object element : elements) {
        kryo.writeClassAndObject(output, element);
      }
    }

    @Override
    public Collection<?> read(Kryo kryo, Input input, Class<Collection<?>> type) {
      int size = Sizes.read(input);
      List<Object> elements = new ArrayList<>(Sizes.firstCapacity(size));
      for (int i = 0; i < size; i++) {
        elements.add(kryo.readClassAndObject(input));
      }
      return make.apply(elements.toArray());
    }
  }

  /** A map as its size and its keys and values. */
  private static final class Entries extends Serializer<Map<?, ?>> {
    private final Function<Map<Object, Object>, Map<?, ?>> make;

    Entries(Function<Map<Object, Object>, Map<?, ?>> make) {
      super(false, true);
      this.make = make;
    }

    @Override
    public void write(Kryo kryo, Output output, Map<?, ?> map) {
      Sizes.write(output, map.size());
      map.forEach(
          (key, value) -> {
            kryo.writeClassAndObject(output, key);
            kryo.writeClassAndObject(output, value);
          });
    }

    @Override
    public Map<?, ?> read(Kryo kryo, Input input, Class<Map<?, ?>> type) {
      int size = Sizes.read(input);
      Map<Object, Object> entries = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        Object key = kryo.readClassAndObject(input);
        entries.put(key, kryo.readClassAndObject(input));
      }
      return make.apply(entries);
    }
  }
}
