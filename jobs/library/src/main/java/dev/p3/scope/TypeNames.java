package dev.p3.scope;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.xbean.asm9.Type;

/** What reflection says of classes: found by the names in class files, named for people. */
final class TypeNames {
  /** Whose code is not a user's. */
  private static final Pattern PLATFORM =
      Pattern.compile(
          "(java|javax|jdk|sun|scala|org\\.apache\\.spark|org\\.slf4j|org\\.apache\\.logging)\\..*");

  /** {@code Trips$1Local}: the compiler's name of a class within a method. */
  private static final Pattern LOCAL = Pattern.compile("[\\w$]*\\$\\d+(?=\\p{L})");

  private static final Pattern NESTING = Pattern.compile("\\$(?=[^\\d$])");
  private static final Pattern QUALIFIER = Pattern.compile("\\b(?:[\\w$]+\\.)+(?=[\\p{Lu}])");

  /** In the order of ASM's sorts. */
  private static final List<Class<?>> PRIMITIVES =
      List.of(
          boolean.class,
          char.class,
          byte.class,
          short.class,
          int.class,
          float.class,
          long.class,
          double.class);

  private TypeNames() {}

  /** A class by its internal name; empty when it cannot be loaded. Initializes nothing. */
  static Optional<Class<?>> load(String internalName, ClassLoader loader) {
    try {
      return Optional.of(Class.forName(internalName.replace('/', '.'), false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  static Optional<Class<?>> load(Type type, ClassLoader loader) {
    return switch (type.getSort()) {
      case Type.OBJECT -> load(type.getInternalName(), loader);
      case Type.ARRAY -> load(type.getDescriptor(), loader);
      default -> Optional.of(PRIMITIVES.get(type.getSort() - Type.BOOLEAN));
    };
  }

  /** Whether a class is of the JDK, of Scala, of Spark or of what logs for them. */
  static boolean isPlatform(String className) {
    return PLATFORM.matcher(className).matches();
  }

  static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** The class, its superclasses and all their interfaces. */
  static Stream<Class<?>> superTypes(Class<?> type) {
    Stream.Builder<Class<?>> all = Stream.builder();
    Deque<Class<?>> levels = new ArrayDeque<>(List.of(type));
    while (!levels.isEmpty()) {
      Class<?> level = levels.poll();
      all.add(level);
      levels.addAll(Arrays.asList(level.getInterfaces()));
      if (level.getSuperclass() != null) {
        levels.add(level.getSuperclass());
      }
    }
    return all.build();
  }

  /** The value of a field that was made accessible. */
  static Object value(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot read " + field, e);
    }
  }

  /** The name of the class in whose code a lambda's class was made. */
  static String hostOfLambda(Class<?> lambda) {
    String name = lambda.getName();
    int end = name.indexOf("$$Lambda");
    return end < 0 ? name : name.substring(0, end);
  }

  /** Without its package, unless the class is of the JDK and not of {@code java.lang}. */
  static String of(Class<?> type) {
    if (type.isArray()) {
      return of(type.getComponentType()) + "[]";
    }
    if (FunctionParts.isLambdaClass(type)) {
      return "a lambda of " + simple(hostOfLambda(type));
    }
    boolean keepsPackage = isJdk(type) && !type.getPackageName().equals("java.lang");
    return keepsPackage ? withDots(type.getName()) : simple(type.getName());
  }

  /** As source code that imports everything would write it. */
  static String simple(String typeName) {
    return withDots(QUALIFIER.matcher(typeName).replaceAll(""));
  }

  /** {@code Outer.Inner}, {@code Local}; an anonymous class stays {@code Outer$1}. */
  private static String withDots(String name) {
    return NESTING.matcher(LOCAL.matcher(name).replaceAll("")).replaceAll(".");
  }

  static String ofGenericType(String signature) {
    return simple(new GenericTypePrinter().print(signature));
  }
}
