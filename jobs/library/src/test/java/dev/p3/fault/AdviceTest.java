package dev.p3.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InaccessibleObjectException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class AdviceTest {
  @Test
  void aPackageThatIsNotOpenIsAnsweredWithTheLinesToAdd() {
    var failure =
        new InaccessibleObjectException(
            "Unable to make field private final java.lang.Object[] java.util.Arrays$ArrayList.a accessible: module java.base does not \"opens java.util\" to unnamed module @1b2c3d");

    String options = "--add-opens=java.base/java.lang=ALL-UNNAMED ";
    assertThat(Advice.of(new SparkException("Job aborted", failure)))
        .hasValueSatisfying(
            lines ->
                assertThat(lines.lines())
                    .satisfiesExactly(
                        first ->
                            assertThat(first)
                                .contains(
                                    "without access to package java.util of module java.base"),
                        program -> assertThat(program).contains("OpenModules.open();"),
                        submit ->
                            assertThat(submit)
                                .contains("--conf \"spark.driver.extraJavaOptions=" + options)
                                .contains("--conf \"spark.executor.extraJavaOptions=" + options),
                        surefire -> assertThat(surefire).contains("<argLine>" + options),
                        java -> assertThat(java).contains("with java:").contains(options)));
  }

  @Test
  void aClassThatIsNotExportedIsAnsweredByItsOwnPackageToo() {
    var failure =
        new IllegalAccessError(
            "class org.apache.spark.storage.StorageUtils$ cannot access class sun.invented.Ref because module java.base does not export sun.invented to unnamed module @0x1");
    assertThat(Advice.of(failure))
        .hasValueSatisfying(
            lines -> assertThat(lines).contains("--add-opens=java.base/sun.invented=ALL-UNNAMED"));
  }

  @Test
  void anUnregisteredClassIsFoundInTheWordsThatSparkKeepsOfIt() {
    var failure =
        new SparkException(
            "Failed to serialize task 1, not attempting to retry it. Exception during serialization: java.io.IOException: java.lang.IllegalArgumentException: Class is not registered: com.acme.Trip[]\nNote: To register this class use: kryo.register(com.acme.Trip[].class);",
            null);
    assertThat(Advice.of(failure))
        .hasValueSatisfying(words -> assertThat(words).startsWith("Class com.acme.Trip[] is not"));
  }

  @Test
  void otherFailuresSpeakForThemselves() {
    assertThat(Advice.of(new IllegalStateException("row: Class is not registered: x"))).isEmpty();
    assertThat(Advice.of(new IllegalStateException())).isEmpty();
    assertThat(Advice.of(new java.io.NotSerializableException("java.lang.Object"))).isEmpty();
  }
}
