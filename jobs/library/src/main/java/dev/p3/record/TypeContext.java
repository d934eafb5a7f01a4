package dev.p3.record;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where a type is declared.
 *
 * @param path from the outermost record, for messages
 * @param arguments what the type variables stand for here
 * @param decimal the annotation of the component; null without one
 */
record TypeContext(String path, Map<TypeVariable<?>, Type> arguments, Decimal decimal) {
  TypeContext inside(String step) {
    return new TypeContext(path + step, arguments, decimal);
  }

  /** Inside a record, at one of its components. */
  TypeContext at(RecordComponent component) {
    return new TypeContext(
        path + "." + component.getName(), arguments, component.getAnnotation(Decimal.class));
  }

  /** Inside a generic record: its variables stand for the arguments. */
  TypeContext bound(Class<?> record, Type[] given) {
    Map<TypeVariable<?>, Type> bound = new HashMap<>(arguments);
    TypeVariable<?>[] variables = record.getTypeParameters();
    for (int i = 0; i < variables.length; i++) {
      bound.put(variables[i], arguments.getOrDefault(given[i], given[i]));
    }
    return new TypeContext(path, Map.copyOf(bound), decimal);
  }

  /** A raw class stands for itself: a generic record inside itself has other arguments. */
  Type resolved(Type type) {
    return type instanceof ParameterizedType ? new Instantiation(type, arguments) : type;
  }

  private record Instantiation(Type declared, Map<TypeVariable<?>, Type> arguments)
      implements Type {}

  /** As in {@code record Node<T>(Node<List<T>> next)}, which has no end of instantiations. */
  static boolean refersToOwnVariables(Class<?> record, Type type) {
    if (!(type instanceof ParameterizedType generic)) {
      return false;
    }
    for (Type argument : generic.getActualTypeArguments()) {
      if (argument instanceof ParameterizedType nested && mentionsVariableOf(record, nested)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mentionsVariableOf(Class<?> record, ParameterizedType type) {
    for (Type argument : type.getActualTypeArguments()) {
      boolean own =
          argument instanceof TypeVariable<?> variable
              && variable.getGenericDeclaration() == record;
      if (own
          || (argument instanceof ParameterizedType nested && mentionsVariableOf(record, nested))) {
        return true;
      }
    }
    return false;
  }

  IllegalArgumentException refusal(Type type, String rule, String remedy) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "Cannot make an encoder: %s: %s — %s (%s)",
            path,
            type.getTypeName(),
            rule,
            remedy));
  }
}
