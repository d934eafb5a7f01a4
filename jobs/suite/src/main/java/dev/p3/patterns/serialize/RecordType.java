package dev.p3.patterns.serialize;

import dev.p3.record.Records;
import dev.p3.table.ScalaCollections;
import java.io.Serializable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.SimpleAnalyzer$;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.encoders.package$;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.types.StructType;

/**
 * A record class with what Spark generates for it.
 *
 * <p>What it makes is not thread-safe, and must be made and used while the class is {@link #seen}:
 * Spark's generated code and serializers find classes by name through the thread's class loader.
 */
record RecordType(Class<? extends Record> type, Encoder<? extends Record> encoder) {
  /**
   * @throws IllegalArgumentException when the record has a component that no column can hold
   */
  static RecordType of(Class<? extends Record> type) {
    return new RecordType(type, Records.encoder(type));
  }

  /** The record's columns. */
  StructType schema() {
    return encoder.schema();
  }

  /** From a record to a row, which is used again for the next one. */
  ExpressionEncoder.Serializer<Object> toRow() {
    return bound(encoder).createSerializer();
  }

  /** From a row that {@link #toRow} made to a record. */
  ExpressionEncoder.Deserializer<Object> fromRow() {
    return bound(encoder).createDeserializer();
  }

  /** From rows of the record's columns, some of which may hold nulls where the record does not. */
  ExpressionEncoder.Deserializer<Object> fromRow(StructType stored) {
    return RecordType.<Object>expressions(encoder)
        .resolveAndBind(attributes(stored), SimpleAnalyzer$.MODULE$)
        .createDeserializer();
  }

  /** From rows as users see them to rows as Spark holds them. */
  static ExpressionEncoder.Serializer<Row> toCatalyst(StructType stored) {
    return RecordType.<Row>bound(Encoders.row(stored)).createSerializer();
  }

  /**
   * This type, or one of the same columns that Java serialization takes, when it does not take
   * this.
   */
  RecordType serializable() {
    return isSerializable(type) ? this : of(RecordClasses.shapedAs(schema()));
  }

  /** {@code Trip}; {@code Row} for a record that was made here. */
  String name() {
    return RecordClasses.isShaped(type) ? "Row" : type.getSimpleName();
  }

  /** {@code Trip(String from, int delay)}. */
  String declaration() {
    return Arrays.stream(type.getRecordComponents())
        .map(each -> simple(each.getGenericType()) + " " + each.getName())
        .collect(Collectors.joining(", ", name() + "(", ")"));
  }

  /** Lets this thread find the class by name until closed. */
  Seen seen() {
    Thread thread = Thread.currentThread();
    var before = new Seen(thread, thread.getContextClassLoader());
    thread.setContextClassLoader(type.getClassLoader());
    return before;
  }

  record Seen(Thread thread, ClassLoader before) implements AutoCloseable {
    @Override
    public void close() {
      thread.setContextClassLoader(before);
    }
  }

  private static String simple(Type type) {
    return type.getTypeName().replaceAll("[\\w.]*[.$](?=\\w)", "");
  }

  /** Whether Java serialization takes every value that the type can declare. */
  private static boolean isSerializable(Type declared) {
    if (declared instanceof ParameterizedType generic) {
      return isSerializable(generic.getRawType())
          && Arrays.stream(generic.getActualTypeArguments()).allMatch(RecordType::isSerializable);
    }
    if (declared instanceof GenericArrayType array) {
      return isSerializable(array.getGenericComponentType());
    }
    if (!(declared instanceof Class<?> type)) {
      return false;
    }
    if (type.isArray()) {
      return isSerializable(type.getComponentType());
    }
    if (type.isRecord()) {
      return Serializable.class.isAssignableFrom(type)
          && Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getGenericType)
              .allMatch(RecordType::isSerializable);
    }
    // List, Set and Map come back as the JDK's own.
    return type.isPrimitive() || type.isInterface() || Serializable.class.isAssignableFrom(type);
  }

  private static <T> ExpressionEncoder<T> bound(Encoder<?> encoder) {
    ExpressionEncoder<T> expressions = expressions(encoder);
    return expressions.resolveAndBind(
        expressions.resolveAndBind$default$1(), expressions.resolveAndBind$default$2());
  }

  @SuppressWarnings("unchecked") // the encoder's class is T
  private static <T> ExpressionEncoder<T> expressions(Encoder<?> encoder) {
    return (ExpressionEncoder<T>) package$.MODULE$.encoderFor(encoder);
  }

  private static scala.collection.immutable.List<Attribute> attributes(StructType schema) {
    // Its sequence is of another type in each version of Scala.
    List<Attribute> attributes =
        new ArrayList<>(ScalaCollections.asJava(DataTypeUtils.toAttributes(schema)));
    return ScalaCollections.asScala(attributes);
  }
}
