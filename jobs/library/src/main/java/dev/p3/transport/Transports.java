package dev.p3.transport;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.NearMatch;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The registry of transports: a new one is a line here, or a service of another jar. */
public final class Transports {
  private static final List<Transport> HERE =
      List.of(
          new SerialTransport(),
          new ThreadsTransport(),
          new ProcessesTransport(),
          new SparkTransport(),
          new BarrierTransport());

  private Transports() {}

  /** All of them, those of this package first. */
  public static List<Transport> all() {
    Stream<Transport> others =
        ServiceLoader.load(Transport.class, Transports.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get);
    return Stream.concat(HERE.stream(), others).toList();
  }

  /**
   * The transport of a name.
   *
   * @throws BadUsageException when there is none, naming those there are
   */
  public static Transport named(String name) {
    List<String> names = all().stream().map(Transport::name).toList();
    return all().stream()
        .filter(transport -> transport.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadUsageException(
                    String.format(
                        Locale.ROOT,
                        "Invalid --transport: '%s' (must be one of %s).%s",
                        name,
                        String.join(", ", names),
                        NearMatch.question(name, names))));
  }
}
