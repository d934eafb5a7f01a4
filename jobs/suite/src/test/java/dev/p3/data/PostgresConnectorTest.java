package dev.p3.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.PostgresServer;
import dev.p3.data.Connector.Existing;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresConnectorTest extends DatabaseContract {
  @RegisterExtension static final PostgresServer postgres = new PostgresServer();

  @Override
  String url() {
    return postgres.url();
  }

  @Override
  String withSecret(String uri, String secret) {
    return uri.replace(":postgresql", ",password=%s:postgresql".formatted(secret));
  }

  @ParameterizedTest
  @EnumSource(Existing.class)
  void ofTwoRunsThatCommitAtOnceOneWinsWhole(Existing existing) throws Exception {
    String uri = fresh();
    Output first = output(uri, existing);
    Output second = output(uri, existing);
    first.write(rows(0, 5));
    second.write(rows(5, 10));
    ExecutorService both = Executors.newFixedThreadPool(2);
    List<Future<Boolean>> committed;
    try {
      committed = both.invokeAll(List.of(() -> isCommitted(first), () -> isCommitted(second)));
    } finally {
      both.shutdown();
    }

    assertThat(seen(uri)).isIn(texts(0, 5), texts(5, 10));
    List<Boolean> won = List.of(committed.get(0).get(), committed.get(1).get());
    assertThat(won).contains(true);
    assertThat(won.contains(false)).isEqualTo(existing == Existing.REFUSE);
  }

  private static boolean isCommitted(Output output) throws IOException {
    try {
      output.commit();
      return true;
    } catch (JobFailedException e) {
      return false;
    }
  }
}
