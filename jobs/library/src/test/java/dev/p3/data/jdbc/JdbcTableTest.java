package dev.p3.data.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ConnectException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class JdbcTableTest {
  @Test
  void aReasonLosesNoCauseAndIsNeverNull() {
    var batch = new BatchUpdateException("batch entry 0 was aborted", new int[0]);
    batch.setNextException(new SQLException("column \"v\" is of type integer", "42804"));

    assertThat(JdbcTable.reason(batch))
        .isEqualTo("batch entry 0 was aborted: column \"v\" is of type integer");
    assertThat(JdbcTable.reason(new SQLException("no connection", new ConnectException("refused"))))
        .isEqualTo("no connection: refused");
    assertThat(JdbcTable.reason(new SQLException((String) null))).isEqualTo("SQLException");
    assertThat(JdbcTable.reason(new SQLException(null, "08001")))
        .isEqualTo("SQLException (SQL state 08001)");
    assertThat(JdbcTable.reason(new SQLException("jdbc:x://h/d?password=secret is broken")))
        .doesNotContain("secret");
  }

  @Test
  void aDriverThatIsNotThereOrNoneOrBrokenIsSaidToBeSo() {
    assertRefused("no.such.Driver", "there is no driver no.such.Driver on the class path");
    assertRefused("java.lang.String", "java.lang.String is no driver (must be a java.sql.Driver)");
  }

  private static void assertRefused(String driver, String message) {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> JdbcDrivers.named(driver))
        .withMessageContaining(message);
  }
}
