package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.cli.CommandLineFixture.Typed;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @Test
  void everythingIsLookedAtAndExecutorsAnswer() throws Exception {
    Typed typed = p3("doctor", "--json");
    JsonNode report = json(typed);

    assertThat(StreamSupport.stream(report.path("checks").spliterator(), false))
        .extracting(check -> check.path("name").asText())
        .contains(
            "environment",
            "java",
            "memory",
            "cores",
            "temporary",
            "user",
            "locale",
            "host",
            "spark",
            "libraries",
            "classes",
            "settings",
            "reach",
            "way back",
            "storage",
            "credentials",
            "executors",
            "kryo",
            "clocks",
            "opencl",
            "mpi");
    for (String name : new String[] {"java", "spark", "executors", "kryo", "clocks", "temporary"}) {
      assertThat(verdict(report, name)).as(name + typed.output()).isEqualTo("OK");
    }
    assertThat(typed.exitCode()).isEqualTo(report.path("healthy").asBoolean() ? 0 : 1);
  }

  @Test
  void whatWouldFailIsSaidWithItsRemedy() throws Exception {
    Typed typed =
        p3(
            "doctor",
            "--json",
            "--target",
            "spark://192.0.2.1:no-port",
            "--storage",
            "parquet:s3a://bucket/out",
            "--conf",
            "spark.driver.host=127.0.0.1",
            "--conf",
            "spark.local.dir=/proc/none",
            "--conf",
            "spark.hadoop.fs.s3a.access.key=AKIDHUNTER2");
    JsonNode report = json(typed);

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(report.path("healthy").asBoolean()).isFalse();
    for (String name : new String[] {"settings", "temporary", "way back", "storage"}) {
      assertThat(verdict(report, name)).as(name).isEqualTo("FAULT");
    }
    assertThat(verdict(report, "executors")).isEqualTo("SKIPPED");
    assertThat(typed.output())
        .contains("Cannot reach a Spark master", "hadoop-aws", "spark.local.dir=DIR")
        .contains("spark.hadoop.fs.s3a.access.key")
        .doesNotContain("AKIDHUNTER2");
  }

  @Test
  void aClassThatTwoJarsHaveIsNamedWithBoth(@TempDir Path directory) throws Exception {
    CommandLineFixture.file(directory, "one/org/example/A.class", "1");
    CommandLineFixture.file(directory, "other/org/example/A.class", "2");
    Path one = ExampleJar.jar(directory.resolve("one.jar"), directory.resolve("one"));
    Path other = ExampleJar.jar(directory.resolve("other.jar"), directory.resolve("other"));

    JsonNode report = json(p3("doctor", "--json", "--conf", "spark.jars=" + one + "," + other));

    assertThat(verdict(report, "classes")).isEqualTo("WARNING");
    assertThat(check(report, "classes").path("found").asText())
        .contains("org.example.A", one.toString(), other.toString());
  }

  @Test
  void aLibraryInTwoVersionsIsNamedAndThatOfSparkIsAFault(@TempDir Path directory)
      throws Exception {
    CommandLineFixture.file(directory, "one/org/example/A.class", "1");
    Path one = ExampleJar.jar(directory.resolve("lines-1.0.jar"), directory.resolve("one"));
    Path other = ExampleJar.jar(directory.resolve("lines-1.1.jar"), directory.resolve("one"));

    JsonNode theirs = json(p3("doctor", "--json", "--conf", "spark.jars=" + one + "," + other));

    assertThat(verdict(theirs, "libraries")).isEqualTo("WARNING");
    assertThat(check(theirs, "libraries").path("found").asText())
        .contains("lines is there as 1.0 and 1.1", one.toString(), other.toString());
    Path spark =
        ExampleJar.jar(directory.resolve("spark-sql_2.10-1.6.0.jar"), directory.resolve("one"));
    JsonNode sparks = json(p3("doctor", "--json", "--conf", "spark.jars=" + spark));
    assertThat(verdict(sparks, "libraries")).isEqualTo("FAULT");
    assertThat(check(sparks, "libraries").path("found").asText()).contains("1.6.0 for Scala 2.10");
  }

  @Test
  void aYarnThatIsNotConfiguredIsAFault() throws Exception {
    Typed typed = p3("doctor", "--target", "yarn");
    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.output()).contains("fault    reach");
  }

  @Test
  void everySettingIsPrintedWithItsOrigin() throws Exception {
    Typed typed =
        p3(
            "doctor",
            "--target",
            "k8s",
            "--print-conf",
            "--conf",
            "spark.executor.cores=7",
            "--conf",
            "spark.authenticate.secret=hunter2");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.output())
        .containsPattern("spark\\.executor\\.cores +7 +\\(command line\\)")
        .containsPattern("spark\\.kubernetes\\.namespace +p3 +\\(conf/k8s\\.conf\\)")
        .containsPattern("spark\\.sql\\.session\\.timeZone +UTC +\\(default of p3\\)")
        .doesNotContain("hunter2");
  }

  @Test
  void aMisspeltKeyOrTargetIsBadUsage() {
    Typed typed =
        p3(
            "doctor",
            "--target",
            "emr-serverles",
            "--print-conf",
            "--conf",
            "spark.exector.cores=1");
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.messages())
        .contains("Did you mean 'emr-serverless'?", "Did you mean 'spark.executor.cores'?");
  }

  @Test
  void executorsThatAreWaitedForNoTimeAreBadUsage() {
    assertThat(p3("doctor", "--wait", "0").messages()).contains("Invalid --wait: '0'");
    Typed typed = p3("doctor", "--wait", "long");
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.messages()).contains("Invalid --wait: 'long' (must be a whole number)");
  }

  private static JsonNode json(Typed typed) throws JsonProcessingException {
    return new ObjectMapper().readTree(typed.output());
  }

  private static JsonNode check(JsonNode report, String name) {
    return StreamSupport.stream(report.path("checks").spliterator(), false)
        .filter(check -> check.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String verdict(JsonNode report, String name) {
    return check(report, name).path("verdict").asText();
  }
}
