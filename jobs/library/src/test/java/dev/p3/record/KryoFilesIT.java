package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.KryoException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Files of Kryo's bytes that outlive the classes they were written with. In a JVM without a
 * session, whose classes are those that it was started with.
 */
class KryoFilesIT {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

  @TempDir Path folder;

  /** Writes and reads with the classes of a loader. */
  private static SerializerInstance serializer(ClassLoader classes) {
    var serializer =
        new KryoSerializer(
            new SparkConf(false)
                .set("spark.kryo.registrationRequired", "true")
                .set("spark.kryo.registrator", P3Registrator.class.getName()));
    serializer.setDefaultClassLoader(classes);
    return serializer.newInstance();
  }

  private Path written(Object... values) throws IOException {
    Path file = folder.resolve("values.kryo");
    ClassLoader classes = values[0].getClass().getClassLoader();
    try (OutputStream bytes = Files.newOutputStream(file);
        SerializationStream out = serializer(classes).serializeStream(bytes)) {
      for (Object value : values) {
        out.writeObject(value, ANY);
      }
    }
    return file;
  }

  private static Object first(Path file, ClassLoader classes) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        DeserializationStream in = serializer(classes).deserializeStream(bytes)) {
      return in.readObject(ANY);
    }
  }

  private static ClassLoader classes(String name, String declaration) throws IOException {
    return Compiled.loader(Compiled.module(name, declaration));
  }

  private static Object instance(ClassLoader classes, String name, Object... values)
      throws ReflectiveOperationException {
    return classes.loadClass("Listed$" + name).getConstructors()[0].newInstance(values);
  }

  @Test
  void theSameRecordOfAnotherBuildIsRead() throws Exception {
    Path file =
        written(instance(classes("Trip", "record Trip(int a, String b) {}"), "Trip", 1, "x"));
    ClassLoader rebuilt = classes("Trip", "record Trip(int a, String b) {}");
    assertThat(first(file, rebuilt)).isEqualTo(instance(rebuilt, "Trip", 1, "x"));
  }

  @Test
  void aRecordThatWasRenamedIsRefused() throws Exception {
    Path file = written(instance(classes("Trip", "record Trip(int a) {}"), "Trip", 1));
    ClassLoader renamed = classes("Journey", "record Journey(int a) {}");
    assertThatThrownBy(() -> first(file, renamed))
        .isInstanceOf(KryoException.class)
        .hasMessageContaining("unregistered class ID");
  }

  @Test
  void aRecordThatGainedLostOrReorderedComponentsIsRefused() throws Exception {
    Path file = written(instance(classes("Trip", "record Trip(int a, int b) {}"), "Trip", 1, 2));
    for (String components :
        new String[] {"int a", "int a, int b, int c", "int b, int a", "int a, long b"}) {
      ClassLoader evolved = classes("Trip", "record Trip(%s) {}".formatted(components));
      assertThatThrownBy(() -> first(file, evolved))
          .as(components)
          .isInstanceOf(KryoException.class)
          .hasMessageContaining("unregistered class ID");
    }
  }

  @Test
  void anEnumWhoseConstantsMovedIsRefused() throws Exception {
    ClassLoader before = classes("Colour", "enum Colour { RED, GREEN }");
    Path file = written(before.loadClass("Listed$Colour").getEnumConstants()[1]);
    assertThatThrownBy(() -> first(file, classes("Colour", "enum Colour { GREEN, RED }")))
        .isInstanceOf(KryoException.class);
  }
}
