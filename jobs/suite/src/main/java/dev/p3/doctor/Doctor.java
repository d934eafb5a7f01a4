package dev.p3.doctor;

import dev.p3.run.BuildInfo;
import dev.p3.run.RunSettings;
import dev.p3.session.P3Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkConf;

/** Makes all checks of a target. */
public final class Doctor {
  /** A cluster that is free starts an executor in a few seconds; one that is busy, in many. */
  private static final int STANDALONE_SECONDS = 45;

  /** A container or a pod for the driver's master first, and images may have to be fetched. */
  private static final int MANAGED_SECONDS = 90;

  private Doctor() {}

  /**
   * Looks at this machine, at the target, and, when nothing speaks against it, at its executors by
   * a tiny job, which opens a session.
   *
   * @param storage URIs that a job would read or write
   * @param seconds how long executors are waited for; when absent, for as long as is usual there
   */
  public static DoctorReport examine(
      RunSettings settings, List<String> storage, OptionalInt seconds) {
    SparkConf spark = settings.spark();
    Map<String, String> environment = System.getenv();
    var devices = CompletableFuture.supplyAsync(MachineChecks::devices);
    var classes =
        CompletableFuture.supplyAsync(
            () -> new ClassPathChecks(spark, System.getProperty("java.class.path")).all());
    var checks = new ArrayList<>(new MachineChecks(spark, environment).all());
    List<Check> ofTarget = new TargetChecks(settings, environment, storage).all();
    boolean isProbed =
        settings.faults().isEmpty()
            && checks.stream().noneMatch(check -> check.verdict() == Verdict.FAULT)
            && ofTarget.stream()
                .noneMatch(
                    check ->
                        check.verdict() == Verdict.FAULT
                            && List.of("reach", "way back").contains(check.name()));
    List<Check> ofExecutors =
        isProbed
            ? new ExecutorProbe(spark, seconds.orElseGet(() -> usual(spark.get("spark.master"))))
                .all()
            : List.of(
                new Check("executors", Verdict.SKIPPED, "not asked, because of the faults", ""));
    checks.addAll(classes.join());
    checks.addAll(ofTarget);
    checks.addAll(ofExecutors);
    checks.addAll(devices.join());
    return DoctorReport.of(
        BuildInfo.version(), settings.target().name(), spark.get("spark.master"), checks);
  }

  private static int usual(String master) {
    boolean isManaged = master.equals("yarn") || master.startsWith("k8s://");
    return isManaged && P3Session.running().isEmpty() ? MANAGED_SECONDS : STANDALONE_SECONDS;
  }
}
