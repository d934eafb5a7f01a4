package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
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
  void findsADiskThatIsFull() {
    assertThat(
            FailureMessages.message(
                new SparkException("x", new IOException("No space left on device"))))
        .startsWith("The disk is full");
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
}
