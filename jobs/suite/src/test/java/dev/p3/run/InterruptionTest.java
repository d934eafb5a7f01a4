package dev.p3.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.Hanging;
import dev.p3.fault.JobFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an interrupted run says is so: whether it comes before, in or after the publication. */
class InterruptionTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final CommitGate gate = new CommitGate();
  private PrintStream standardError;

  @BeforeEach
  void keepStandardError() {
    standardError = System.err;
  }

  @AfterEach
  void giveStandardErrorBack() {
    System.setErr(standardError);
  }

  private Interruption interruption(boolean isStream) {
    return new Interruption(
        () -> {}, isStream, new PrintStream(told, true, StandardCharsets.UTF_8), gate);
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void beforeThePublicationNothingIsWrittenAndNothingWillBe() {
    Interruption interruption = interruption(false);
    interruption.announce();

    assertThat(told()).contains("nothing is written under an output's name");
    assertThat(interruption.isDone()).isFalse();
    assertThatThrownBy(() -> gate.publish(() -> told.write('!')))
        .isInstanceOf(JobFailedException.class);
    assertThat(told()).doesNotContain("!");
  }

  @Test
  void withinThePublicationItWaitsAndTheRunEndsAsEver() throws Exception {
    Interruption interruption = interruption(false);
    var begun = new CountDownLatch(1);
    var mayGoOn = new CountDownLatch(1);
    var run =
        new Thread(
            () -> {
              try {
                gate.publish(
                    () -> {
                      begun.countDown();
                      try {
                        Hanging.until(mayGoOn);
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    });
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              interruption.succeeded();
              interruption.close();
            });
    run.start();
    Hanging.until(begun);
    var hook = new Thread(interruption::announce);
    hook.start();
    Hanging.until("the hook waits", () -> hook.getState() == Thread.State.TIMED_WAITING);

    mayGoOn.countDown();
    hook.join();

    assertThat(interruption.isDone()).isTrue();
    assertThat(told()).isEmpty();
  }

  @Test
  void afterThePublicationTheOutputsStay() throws Exception {
    Interruption interruption = interruption(false);
    gate.publish(() -> {});
    interruption.close(); // the run failed after it

    interruption.announce();

    assertThat(interruption.isDone()).isFalse();
    assertThat(told()).contains("the outputs are written and stay");
  }

  @Test
  void theFinishedBatchesOfAStreamStay() throws Exception {
    Interruption interruption = interruption(true);
    gate.publish(() -> {});
    gate.publish(() -> {});

    interruption.announce();

    assertThat(told()).contains("the rows of 2 finished batches stay");
    assertThat(interruption.isDone()).isFalse();
  }

  @Test
  void aPublicationThatFailsMayHaveLeftAPart() {
    Interruption interruption = interruption(false);
    assertThatThrownBy(
            () ->
                gate.publish(
                    () -> {
                      throw new IOException("refused");
                    }))
        .hasMessage("refused");

    interruption.announce();

    assertThat(told()).contains("look which are there");
  }
}
