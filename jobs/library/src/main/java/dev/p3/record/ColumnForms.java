package dev.p3.record;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.catalyst.JavaTypeInference;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.JavaDecimalEncoder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.SQLUserDefinedType;

/**
 * Finds the {@link ColumnForm} of a declared type, or says at which component it has none. Walks
 * one component after another; not thread-safe.
 */
final class ColumnForms {
  private static final Set<Class<?>> LEAVES =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          String.class,
          byte[].class,
          java.sql.Date.class,
          java.sql.Timestamp.class,
          java.time.LocalDate.class,
          java.time.LocalDateTime.class,
          java.time.Instant.class,
          java.time.Duration.class,
          java.time.Period.class);

  private final Set<Type> open = new HashSet<>(); // records being walked, from the root to here

  private ColumnForms() {}

  /**
   * @throws IllegalArgumentException when the type is no record, or has a component without a form
   */
  static RecordForm of(Type type) {
    String path =
        type instanceof ParameterizedType generic
            ? ((Class<?>) generic.getRawType()).getSimpleName()
            : ((Class<?>) type).getSimpleName();
    ColumnForm form = new ColumnForms().form(type, new TypeContext(path, Map.of(), null));
    return (RecordForm) form;
  }

  private ColumnForm form(Type type, TypeContext context) {
    if (type instanceof Class<?> raw) {
      return ofClass(raw, context);
    }
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic, context);
    }
    if (type instanceof GenericArrayType array) {
      return new ArrayForm(form(array.getGenericComponentType(), context.inside("[]")));
    }
    if (type instanceof WildcardType wildcard) {
      return form(wildcard.getUpperBounds()[0], context);
    }
    Type argument = context.arguments().get(type);
    if (argument == null) {
      throw context.refusal(type, "the type variable stands for no type", "use a TypeToken");
    }
    return form(argument, context);
  }

  private ColumnForm ofClass(Class<?> type, TypeContext context) {
    if (type.isRecord()) {
      if (type.getTypeParameters().length > 0) {
        throw context.refusal(type, "a generic record needs its type arguments", "use a TypeToken");
      }
      return ofRecord(type, type, context);
    }
    if (type == BigDecimal.class) {
      return decimal(context);
    }
    if (type == BigInteger.class) {
      return new CheckedForm(leaf(type), new Digits(context.path(), 38, 0));
    }
    if (type == String.class) {
      return new CheckedForm(leaf(type), new WholeCharacters(context.path()));
    }
    if (type == UUID.class) {
      return new UuidForm();
    }
    if (type == void.class || type == char.class || !isLeaf(type)) {
      if (type.isArray()) {
        return new ArrayForm(form(type.getComponentType(), context.inside("[]")));
      }
      throw noColumnType(type, context);
    }
    return Moments.of(type)
        .<ColumnForm>map(moments -> new CheckedForm(leaf(type), moments.at(context.path())))
        .orElseGet(() -> leaf(type));
  }

  private static LeafForm leaf(Class<?> type) {
    return new LeafForm(JavaTypeInference.encoderFor(type));
  }

  private static boolean isLeaf(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || LEAVES.contains(type)
        || type.isAnnotationPresent(SQLUserDefinedType.class);
  }

  private ColumnForm ofGeneric(ParameterizedType type, TypeContext context) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (raw.isRecord()) {
      return ofRecord(raw, type, context.bound(raw, arguments));
    }
    if (raw == List.class) {
      return new ListForm(form(arguments[0], context.inside("[]")));
    }
    if (raw == Set.class) {
      return new SetForm(form(arguments[0], context.inside("[]")));
    }
    if (raw == Optional.class) {
      return new OptionalForm(optional(arguments[0], context));
    }
    if (raw == Map.class) {
      return new MapForm(
          form(arguments[0], context.inside(".key")), form(arguments[1], context.inside(".value")));
    }
    throw noColumnType(type, context);
  }

  private ColumnForm optional(Type argument, TypeContext context) {
    ColumnForm value = form(argument, context.inside("?"));
    if (value instanceof OptionalForm) {
      throw context.refusal(
          argument, "a column has one null, for the outer Optional", "use one Optional");
    }
    return value;
  }

  private RecordForm ofRecord(Class<?> record, Type type, TypeContext context) {
    requirePublic(record, context);
    if (TypeContext.refersToOwnVariables(record, type) || !open.add(context.resolved(type))) {
      throw context.refusal(
          type, "the record holds itself", "refer to other rows by a key component");
    }
    List<RecordForm.Field> fields = new ArrayList<>();
    Map<String, String> taken = new HashMap<>(); // to components, from columns in lower case
    for (RecordComponent component : record.getRecordComponents()) {
      RecordForm.Field field = field(component, context);
      String inUse = field.column().isEmpty() ? "empty" : taken(taken, field);
      if (inUse != null) {
        throw context
            .at(component)
            .refusal(
                component.getGenericType(),
                String.format(Locale.ROOT, "the column name '%s' is %s", field.column(), inUse),
                "give each @Column of a record its own name");
      }
      fields.add(field);
    }
    open.remove(context.resolved(type));
    return new RecordForm(record, fields);
  }

  /** By which component a column is taken: Spark holds names that differ in case for one. */
  private static String taken(Map<String, String> taken, RecordForm.Field field) {
    String other =
        taken.putIfAbsent(
            field.column().toLowerCase(Locale.ROOT),
            String.format(
                Locale.ROOT, "%s, whose column is '%s'", field.component(), field.column()));
    return other == null
        ? null
        : "that of component "
            + other
            + ", since Spark makes no difference between upper and lower case";
  }

  private RecordForm.Field field(RecordComponent component, TypeContext context) {
    Column column = component.getAnnotation(Column.class);
    return new RecordForm.Field(
        component.getName(),
        column == null ? component.getName() : column.value(),
        form(component.getGenericType(), context.at(component)));
  }

  private static CheckedForm decimal(TypeContext context) {
    Decimal declared = context.decimal();
    if (declared == null) {
      return decimal(context, 38, 18);
    }
    if (declared.precision() < 1
        || declared.precision() > 38
        || declared.scale() < 0
        || declared.scale() > declared.precision()) {
      throw context.refusal(
          BigDecimal.class,
          String.format(
              Locale.ROOT,
              "invalid @Decimal(precision = %d, scale = %d)",
              declared.precision(),
              declared.scale()),
          "precision must be 1 to 38, scale 0 to the precision");
    }
    return decimal(context, declared.precision(), declared.scale());
  }

  private static CheckedForm decimal(TypeContext context, int precision, int scale) {
    var encoder = new JavaDecimalEncoder(DataTypes.createDecimalType(precision, scale), false);
    return new CheckedForm(new LeafForm(encoder), new Digits(context.path(), precision, scale));
  }

  private static void requirePublic(Class<?> record, TypeContext context) {
    if (!Modifier.isPublic(record.getModifiers())) {
      throw context.refusal(
          record,
          "the record is not public, and Spark's generated code calls it",
          "make it a public top-level or member record");
    }
    Class<?>[] types =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    if (Arrays.stream(record.getConstructors())
        .noneMatch(constructor -> Arrays.equals(constructor.getParameterTypes(), types))) {
      throw context.refusal(
          record, "its canonical constructor is not public", "make the constructor public");
    }
  }

  private static IllegalArgumentException noColumnType(Type type, TypeContext context) {
    return context.refusal(
        type,
        "Spark has no column type for it",
        "use a record, a primitive or its box, String, an enum, BigDecimal, BigInteger, byte[], a"
            + " java.time or java.sql date or time, UUID, or a List, Set, Map, Optional or array of"
            + " these, with type arguments");
  }
}
