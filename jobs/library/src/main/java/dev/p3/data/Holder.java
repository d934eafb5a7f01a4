package dev.p3.data;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The process that holds something.
 *
 * @param host the name of its machine, which containers may share
 * @param process its id
 * @param began when the process began, in milliseconds since 1970; 0 when that is not known
 * @param machine tells the boot of a machine, and a container on it, from every other one; empty
 *     where the operating system does not tell
 * @param since when it took what it holds, in ISO 8601 and UTC
 */
public record Holder(String host, long process, long began, String machine, String since) {
  /** The clock by which a process's beginning is told may be set meanwhile. */
  private static final long SAME_BEGINNING_MILLIS = 5_000;

  static Holder ofThisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return new Holder(hostName(), process.pid(), beganAt(process), thisMachine(), now());
  }

  /** Whether the process has certainly ended; false where nothing tells that from here. */
  public boolean isGone() {
    if (machine.isEmpty() || !machine.equals(thisMachine())) {
      return false;
    }
    Optional<ProcessHandle> alive = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
    return alive.isEmpty()
        || (began > 0 && Math.abs(began - beganAt(alive.get())) > SAME_BEGINNING_MILLIS);
  }

  /** Who it is, as people say it. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "process %d on %s, since %s", process, host, since);
  }

  byte[] toBytes() {
    return String.format(
            Locale.ROOT,
            "host=%s\nprocess=%d\nbegan=%d\nmachine=%s\nsince=%s\n",
            host,
            process,
            began,
            machine,
            since)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @return empty when it is something else, such as half of it
   */
  static Optional<Holder> parse(byte[] bytes) {
    Map<String, String> values = new LinkedHashMap<>();
    String text = new String(bytes, StandardCharsets.UTF_8);
    text.lines()
        .filter(line -> line.contains("="))
        .forEach(
            line ->
                values.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    if (!text.endsWith("\n") || !values.containsKey("since")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Holder(
              values.get("host"),
              Long.parseLong(values.get("process")),
              Long.parseLong(values.get("began")),
              values.get("machine"),
              values.get("since")));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String now() {
    return Instant.ofEpochMilli(System.currentTimeMillis()).toString();
  }

  private static long beganAt(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }

  /** A process id means something within one boot and one container only. */
  private static String thisMachine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
