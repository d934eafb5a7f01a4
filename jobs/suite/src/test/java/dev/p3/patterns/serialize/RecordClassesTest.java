package dev.p3.patterns.serialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.fault.BadUsageException;
import dev.p3.record.Column;
import dev.p3.record.Decimal;
import dev.p3.record.Records;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordClassesTest {
  @TempDir private Path directory;

  @Test
  void aRecordHasAComponentForEachColumnWithItsGenericType() {
    Class<? extends Record> type =
        shapedAs(
            "id BIGINT NOT NULL, `a.b` INT, money DECIMAL(9, 2), names ARRAY<STRING>, counts MAP<STRING, ARRAY<INT>>");
    assertThat(
            Arrays.stream(type.getRecordComponents())
                .map(each -> each.getGenericType().getTypeName() + " " + each.getName()))
        .containsExactly(
            "long id",
            "java.lang.Integer column1",
            "java.math.BigDecimal money",
            "java.util.List<java.lang.String> names",
            "java.util.Map<java.lang.String, java.util.List<java.lang.Integer>> counts");
    RecordComponent[] components = type.getRecordComponents();
    assertThat(components[1].getAnnotation(Column.class).value()).isEqualTo("a.b");
    assertThat(components[2].getAnnotation(Decimal.class).precision()).isEqualTo(9);
    assertThat(components[2].getAnnotation(Decimal.class).scale()).isEqualTo(2);
    assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
    assertThat(type).isFinal().isAssignableTo(java.io.Serializable.class);
  }

  @Test
  void componentsThatAreNamedForTheirPlaceDifferFromAllOthers() {
    Class<? extends Record> type = shapedAs("column1 INT, `a.b` INT, column2 INT, `c d` INT");
    assertThat(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
        .containsExactly("column1", "column1_", "column2", "column3");
  }

  @Test
  void itsColumnsAreTheTables() {
    StructType schema =
        StructType.fromDDL(
            "id BIGINT NOT NULL, `a.b` INT, money DECIMAL(9, 2), place STRUCT<lat: DOUBLE, names: ARRAY<STRING>>");
    assertThat(Records.encoder(RecordClasses.shapedAs(schema)).schema().toDDL())
        .isEqualTo(schema.toDDL());
  }

  @Test
  void itIsARecordLikeAnyOther() throws ReflectiveOperationException {
    Constructor<?> constructor =
        shapedAs("id BIGINT NOT NULL, name STRING").getConstructor(long.class, String.class);
    Object one = constructor.newInstance(1L << 40, "x");
    assertThat(one)
        .isEqualTo(constructor.newInstance(1L << 40, "x"))
        .hasSameHashCodeAs(constructor.newInstance(1L << 40, "x"))
        .isNotEqualTo(constructor.newInstance(1L, "x"))
        .isNotEqualTo(constructor.newInstance(1L << 40, null))
        .asString()
        .endsWith("[id=1099511627776, name=x]");
  }

  @Test
  void equalSchemasGiveOneClassAndOthersAnother() {
    assertThat(shapedAs("a INT, b STRING"))
        .isSameAs(shapedAs("a INT, b STRING"))
        .isNotSameAs(shapedAs("a INT NOT NULL, b STRING"));
  }

  @Test
  void aNestedRecordIsFoundByBothOfItsNames() {
    String binary = TestRecords.Trip.class.getName();
    assertThat(RecordClasses.named(binary, "")).isSameAs(TestRecords.Trip.class);
    assertThat(RecordClasses.named(binary.replace('$', '.'), "")).isSameAs(TestRecords.Trip.class);
  }

  @Test
  void aRecordIsFoundInAJarAndIsTheSameOnEveryCall() throws IOException {
    String jar = jar("public record Shipped(String from, int weight) {}").toString();
    Class<? extends Record> found = RecordClasses.named("Shipped", jar);
    assertThat(found.getRecordComponents()).hasSize(2);
    assertThat(RecordClasses.named("Shipped", jar)).isSameAs(found);
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> RecordClasses.named("Shipped", ""))
        .withMessageContaining("--conf spark.jars=JAR");
  }

  private Path jar(String source) throws IOException {
    Path file = Files.writeString(directory.resolve("Shipped.java"), source);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", directory.toString(), file.toString()))
        .isZero();
    Path jar = directory.resolve("shipped.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("Shipped.class"));
      out.write(Files.readAllBytes(directory.resolve("Shipped.class")));
    }
    return jar;
  }

  private static Class<? extends Record> shapedAs(String columns) {
    return RecordClasses.shapedAs(StructType.fromDDL(columns));
  }
}
