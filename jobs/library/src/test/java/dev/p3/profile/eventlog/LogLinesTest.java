package dev.p3.profile.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.profile.collect.Facts;
import dev.p3.profile.model.Metric;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  /** The lines of a text that comes a few bytes at a time. */
  private static List<String> lines(String text, int longest, int atOnce) throws IOException {
    InputStream slow =
        new ByteArrayInputStream(text.getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, atOnce));
          }
        };
    var lines = new LogLines(slow, longest);
    var read = new ArrayList<String>();
    while (lines.advance()) {
      read.add(
          lines.isTooLong()
              ? "(too long)"
              : new String(lines.buffer(), lines.start(), lines.length(), UTF_8));
    }
    return read;
  }

  @Test
  void linesAreWholeHoweverTheyArrive() throws IOException {
    for (int atOnce = 1; atOnce < 12; atOnce++) {
      assertThat(lines("one\n\nthré\nfour", 100, atOnce))
          .containsExactly("one", "", "thré", "four");
      assertThat(lines("one\n", 3, atOnce)).containsExactly("one");
      assertThat(lines("", 3, atOnce)).isEmpty();
      assertThat(lines("12345678\nab\nabc\n123456789", 4, atOnce))
          .containsExactly("(too long)", "ab", "abc", "(too long)");
    }
  }

  @Test
  void whatATaskAccumulatesMayHaveAnyText() throws IOException {
    String[] accumulables = {
      "",
      "{\"ID\":1,\"Name\":\"a]\\\"[\\\\\",\"Value\":[[\"]\"],[]]},{\"Value\":\"\\\"Accumulables\\\":[\"}"
    };
    for (String each : accumulables) {
      String line =
          "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":3,\"Task End Reason\":{\"Reason\":\"Success\"},"
              + "\"Task Info\":{\"Index\":7,\"Launch Time\":1000,\"Accumulables\":["
              + each
              + "],\"Finish Time\":2000},\"Task Metrics\":{\"Executor Run Time\":900}}";
      byte[] bytes = ("before" + line + "after").getBytes(UTF_8);
      Facts.Task task = new TaskEndReader().read(bytes, 6, line.getBytes(UTF_8).length);
      assertThat(task.stage()).isEqualTo(3);
      assertThat(task.partition()).isEqualTo(7);
      assertThat(task.finished()).isEqualTo(2000);
      assertThat(task.metrics()[Metric.RUN_MS.ordinal()]).isEqualTo(900);
      assertThat(new String(bytes, UTF_8)).endsWith("after");
    }
  }
}
