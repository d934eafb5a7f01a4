package dev.p3.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** An exception is told by its own words, by its cause's, or by its type: never by "null". */
class CauseTest {
  @Test
  void isToldByItsFirstLine() {
    assertThat(Cause.firstLine(new IOException("\n connection reset \nat once")))
        .isEqualTo("connection reset");
  }

  @Test
  void isToldByItsTypeWhenItSaysNothing() {
    assertThat(Cause.firstLine(new EOFException())).isEqualTo("EOFException");
    assertThat(Cause.firstLine(new IOException(" \n"))).isEqualTo("IOException");
    assertThat(Cause.firstLine(new IOException() {})).isEqualTo("IOException");
  }

  @Test
  void isToldByItsCauseWhenItSaysNothingElse() {
    var reset = new IOException("connection reset");

    assertThat(Cause.firstLine(new UncheckedIOException(reset))).isEqualTo("connection reset");
    assertThat(Cause.firstLine(new RuntimeException(null, reset))).isEqualTo("connection reset");
    assertThat(Cause.firstLine(new ExecutionException(new RuntimeException(new EOFException()))))
        .isEqualTo("EOFException");
  }

  @Test
  void namesTheTypeBeforeWordsThatSayLittle() {
    assertThat(Cause.firstLine(new NoSuchFileException("/a/b")))
        .isEqualTo("NoSuchFileException: /a/b");
    assertThat(Cause.firstLine(new AccessDeniedException("/a")))
        .isEqualTo("AccessDeniedException: /a");
    assertThat(Cause.firstLine(new MalformedInputException(1)))
        .isEqualTo("MalformedInputException: Input length = 1");
    assertThat(Cause.firstLine(new NoClassDefFoundError("a/B")))
        .isEqualTo("NoClassDefFoundError: a/B");
    assertThat(Cause.withType(new IOException("broken"))).isEqualTo("IOException: broken");
    assertThat(Cause.withType(new EOFException())).isEqualTo("EOFException");
  }

  @Test
  void losesNoCauseOfAChainAndSaysNothingTwice() {
    var file = new NoSuchFileException("/keys.jks");
    var keys = new IOException("Failed to load the keystore", file);

    assertThat(Cause.chain(new RuntimeException("Cannot make a client", keys)))
        .isEqualTo(
            "Cannot make a client: Failed to load the keystore: NoSuchFileException: /keys.jks");
    assertThat(Cause.chain(new RuntimeException(keys)))
        .isEqualTo("Failed to load the keystore: NoSuchFileException: /keys.jks");
    assertThat(Cause.chain(new RuntimeException("it broke: no room", new IOException("no room"))))
        .isEqualTo("it broke: no room");
  }

  @Test
  void endsWithCausesThatGoRound() {
    var first = new IOException();
    var second = new IOException(null, first);
    first.initCause(second);

    assertThat(Cause.causes(first)).containsExactly(first, second);
    assertThat(Cause.firstLine(first)).isEqualTo("IOException");
    assertThat(Cause.chain(first)).isEqualTo("IOException");
  }

  @Test
  void knowsSparksConditionsAndLeavesTheirCodesOut() {
    SparkException internal = SparkException.internalError("it broke");

    assertThat(Cause.condition(internal)).isEqualTo("INTERNAL_ERROR");
    assertThat(Cause.firstLine(internal)).isEqualTo("it broke");
    assertThat(Cause.condition(new SparkException("words"))).isEmpty();
    assertThat(Cause.condition(new IOException("words"))).isEmpty();
    assertThat(Cause.withoutCodes("[INVALID_UTF8.A_B] not text. SQLSTATE: 22029"))
        .isEqualTo("not text.");
  }
}
