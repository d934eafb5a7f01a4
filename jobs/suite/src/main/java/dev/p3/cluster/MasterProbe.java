package dev.p3.cluster;

import dev.p3.fault.Cause;
import dev.p3.session.AuthenticationSecret;
import java.security.PrivilegedAction;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;

/**
 * Asks whether a standalone master would take a driver, as the driver itself does first. A driver
 * asks for a minute, and tells of a refusal in its log alone.
 */
public final class MasterProbe {
  /**
   * A master that is busy answers in milliseconds, because it has a thread for this question; one
   * whose machine stands still answers when that goes on.
   */
  private static final long ANSWER_SECONDS = 15;

  /** How a master that asks for a secret speaks of who tells none. */
  private static final Pattern OF_SECRET = Pattern.compile("(?i)sasl|authenticat");

  private MasterProbe() {}

  /**
   * Why a master that takes connections would take no driver with these settings; empty when it
   * would. Costs a connection, and the classes of Spark's network, which a session needs too.
   *
   * @param spark the settings of the session that is to be
   */
  public static Optional<String> refusal(String host, int port, SparkConf spark) {
    SparkConf conf = spark.clone();
    AuthenticationSecret.find(conf, System.getenv())
        .ifPresent(secret -> conf.set(AuthenticationSecret.KEY, secret));
    // The secret of a session that this JVM had before would come before the setting.
    var asked =
        CompletableFuture.supplyAsync(
            () ->
                UserGroupInformation.createRemoteUser("p3")
                    .doAs((PrivilegedAction<Boolean>) () -> ask(host, port, conf)),
            work -> {
              var thread = new Thread(work, "p3-master-probe");
              thread.setDaemon(true); // one that nobody answers must not keep the JVM
              thread.start();
            });
    try {
      return asked.get(ANSWER_SECONDS, TimeUnit.SECONDS)
          ? Optional.empty()
          : Optional.of("what listens there is no master of Spark");
    } catch (TimeoutException e) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "what listens there takes connections, and has not answered in %d s",
              ANSWER_SECONDS));
    } catch (ExecutionException e) {
      return Optional.of(said(e.getCause(), conf.getBoolean("spark.authenticate", false)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** Which end lets go first is chance, so what a refusal says is, too. */
  private static String said(Throwable failure, boolean authenticates) {
    String all = Cause.chain(failure);
    if (authenticates) {
      return "it does not take the secret of this run, which spark.authenticate.secret.file names, or is no master of this Spark";
    }
    return OF_SECRET.matcher(all).find()
        ? "it takes only who knows its secret: set spark.authenticate to true, and spark.authenticate.secret.file to the name of its file"
        : "it does not answer as a master of this Spark: " + all;
  }

  private static boolean ask(String host, int port, SparkConf conf) {
    RpcEnv network =
        RpcEnv.create(
            "p3-master-probe",
            "127.0.0.1", // as a client it listens nowhere
            0,
            conf,
            new SecurityManager(
                conf, Option.empty(), SecurityManager.$lessinit$greater$default$3()),
            true);
    try {
      return network.setupEndpointRef(new RpcAddress(host, port), "Master") != null;
    } finally {
      network.shutdown();
    }
  }
}
