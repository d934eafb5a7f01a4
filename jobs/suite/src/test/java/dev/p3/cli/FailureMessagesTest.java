package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.apache.spark.sql.execution.datasources.SchemaColumnConvertNotSupportedException;
import org.junit.jupiter.api.Test;

/** Every cause is named that is known, and none is guessed. */
class FailureMessagesTest {
  private static final List<String> INPUTS = List.of("a.parquet");

  @Test
  void takesNoWordOfTheDataForItsCause() {
    var failure = new IllegalStateException("bad row: java.lang.OutOfMemoryError, EOFException");

    assertThat(FailureMessages.message(failure, INPUTS)).isEqualTo(failure.getMessage());
  }

  @Test
  void showsNoPasswordOfWhatOthersSay() {
    var failure =
        new SparkException(
            "x", new ConnectException("refused by mysql://me:s3cr/et@h:3306/d {password=s3cr/et}"));

    assertThat(FailureMessages.message(failure)).contains("refused").doesNotContain("s3cr", "et@");
  }

  @Test
  void findsMemoryThatRanOutHereAndInAnExecutor() {
    assertThat(
            FailureMessages.message(
                new SparkException("x", new OutOfMemoryError("Java heap space"))))
        .startsWith("Out of memory");
    assertThat(
            FailureMessages.message(
                new SparkException(
                    "Job aborted due to stage failure: Lost task 0.0 in stage 1.0 (TID 1) (host executor 1): java.lang.OutOfMemoryError: Java heap space\n\tat x")))
        .startsWith("Out of memory");
  }

  @Test
  void saysWhichJavaAClassNeedsWhereverItWasToBeLoaded() {
    assertThat(
            FailureMessages.message(
                new SparkException(
                    "Job aborted due to stage failure: Lost task 0.3 in stage 0.0 (TID 6) (host executor 0): java.lang.UnsupportedClassVersionError: org/example/Job has been compiled by a more recent version of the Java Runtime (class file version 65.0), this version of the Java Runtime only recognizes class file versions up to 61.0\n\tat x")))
        .startsWith("Cannot load class org.example.Job: it is compiled for Java 21, and Java 17 is")
        .doesNotContain("\tat ");
  }

  @Test
  void saysThatExecutorsLackTheRegistratorAndWhatGivesItToThem() {
    assertThat(
            FailureMessages.message(
                new SparkException("x", new ClassNotFoundException("dev.p3.record.P3Registrator"))))
        .contains("dev.p3.record.P3Registrator", "spark.jars");
  }

  @Test
  void findsADiskThatIsFull() {
    assertThat(
            FailureMessages.message(
                new SparkException("x", new IOException("No space left on device"))))
        .startsWith("The disk is full");
  }

  @Test
  void findsAMachineWithoutANetworkHoweverItIsSaid() {
    List<Throwable> failures =
        List.of(
            new SocketException("Network is unreachable"),
            new NoRouteToHostException("null: /127.0.0.1:7077"),
            new NoRouteToHostException(),
            new ExceptionInInitializerError(
                new SocketException("No network interfaces configured")));

    assertThat(failures)
        .allSatisfy(
            failure ->
                assertThat(FailureMessages.message(failure))
                    .matches(
                        "No network leads there \\((Network is unreachable|No route to host|No network interfaces)[^;]*\\); see that this.*")
                    .doesNotContain("null"));
  }

  @Test
  void findsMessagesThatWentWhileATaskWasAboutToReadThem() {
    assertThat(
            FailureMessages.message(
                new SparkException(
                    "Job aborted due to stage failure: Lost task 0.0 in stage 1.0 (TID 1) (host executor driver): org.apache.kafka.clients.consumer.OffsetOutOfRangeException: Fetch position FetchPosition{offset=1} is out of range for partition gone-0\n\tat x"),
                List.of("kafka:h:9092/gone")))
        .startsWith("Cannot read 'kafka:h:9092/gone': messages are gone that were not read yet");
  }

  @Test
  void namesTheInputWhoseBytesEndTooEarly() {
    assertThat(
            FailureMessages.message(
                new SparkException("x", new EOFException("Unexpected end of input stream")),
                INPUTS))
        .isEqualTo(
            "Cannot read 'a.parquet': the file is truncated, damaged or of another format (Unexpected end of input stream)");
  }

  @Test
  void namesTheColumnWhoseTypeDiffers() {
    var types = new SchemaColumnConvertNotSupportedException("[v]", "BINARY", "int");

    assertThat(FailureMessages.message(new SparkException("x", types), INPUTS))
        .isEqualTo(
            "Cannot read 'a.parquet': its column [v] is BINARY, and int in another file of this input; write them with one type");
  }

  @Test
  void namesTheTypeOfAnExceptionWhoseWordsSayLittle() {
    assertThat(
            FailureMessages.message(
                new SparkException("x", new ArithmeticException("long overflow"))))
        .isEqualTo("ArithmeticException: long overflow");
  }

  @Test
  void saysWhatHelpsAgainstEachKindOfWantOfMemory() {
    assertThat(ofMemory("Java heap space"))
        .containsPattern("heap of [\\d,]+ MB: .*spark\\.driver\\.memory=\\d+g");
    assertThat(ofMemory("GC overhead limit exceeded")).contains("spark.driver.memory=");
    assertThat(ofMemory(null)).contains("spark.driver.memory=");
    assertThat(ofMemory("Metaspace")).contains("MaxMetaspaceSize").doesNotContain("memory=");
    assertThat(ofMemory("Cannot reserve 8 bytes of direct buffer memory"))
        .contains("MaxDirectMemorySize");
    assertThat(ofMemory("unable to create native thread: possibly out of memory"))
        .contains("ulimit -u")
        .doesNotContain("memory=");
    assertThat(ofMemory("Requested array size exceeds VM limit")).contains("more than 2 GB");
    assertThat(
            FailureMessages.message(
                new SparkException(
                    "ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: Command exited with code 52")))
        .contains("spark.executor.memory");
  }

  /** Never less than there is. */
  @Test
  void namesMoreMemoryThanTheRunHad() {
    Matcher setting =
        Pattern.compile("driver\\.memory=(\\d+)g").matcher(ofMemory("Java heap space"));

    assertThat(setting.find()).isTrue();
    assertThat(Long.parseLong(setting.group(1)) << 30)
        .isGreaterThan(Runtime.getRuntime().maxMemory());
  }

  private static String ofMemory(String words) {
    return FailureMessages.message(new SparkException("x", new OutOfMemoryError(words)));
  }

  @Test
  void saysWhatP3SaysOfAFailureRatherThanWhatWasBelowIt() {
    var failure =
        new IllegalStateException(
            "Cannot build client of Tools on executor 1: java.net.ConnectException: refused",
            new ConnectException("refused"));

    assertThat(FailureMessages.message(new SparkException("Job aborted", failure)))
        .isEqualTo(failure.getMessage());
  }

  @Test
  void doesNotTakeAClosedConnectionForATruncatedFile() {
    var closed = new EOFException("End of File Exception between local host and name node");
    closed.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("org.apache.hadoop.ipc.Client", "call", "Client.java", 1)
        });

    assertThat(FailureMessages.message(new SparkException("x", closed), INPUTS))
        .isEqualTo(closed.getMessage());
  }

  @Test
  void takesNoWordOfTheDataForMessagesThatAreGone() {
    var ofData = new IllegalArgumentException("bad value 'failOnDataLoss'");
    var ofKafka =
        new IllegalStateException(
            "Some data may have been lost. If you don't want your query to fail, set the source option \"failOnDataLoss\" to \"false\".");

    assertThat(FailureMessages.message(ofData, INPUTS)).isEqualTo(ofData.getMessage());
    assertThat(FailureMessages.message(ofKafka, INPUTS))
        .startsWith("Cannot read 'a.parquet': messages are gone");
  }

  @Test
  void neverSaysNull() {
    assertThat(FailureMessages.message(new SparkException("x", new EOFException())))
        .doesNotContain("null");
    assertThat(FailureMessages.message(new IllegalStateException((String) null)))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(FailureMessages.message(new NullPointerException())).doesNotContain(": null");
  }
}
