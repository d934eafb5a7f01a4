package dev.p3.job;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import dev.p3.record.ConnectSession;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.package$;

/**
 * The jobs that a class loader sees: those of every {@link JobModule} and every {@link PatternJob}
 * that a jar names as a service. What cannot be loaded is a fault, and the other jobs are there all
 * the same. Immutable.
 */
public final class JobRegistry {
  /** Where a program leaves the names of the classes of {@link #add}, for executors. */
  private static final String ADDED = "spark.p3.jobs";

  private static final Set<PatternJob<?, ?>> GIVEN = new CopyOnWriteArraySet<>();

  private final Map<String, PatternJob<?, ?>> byName;
  private final List<String> faults;

  private JobRegistry(Map<String, PatternJob<?, ?>> byName, List<String> faults) {
    this.byName = byName;
    this.faults = List.copyOf(faults);
  }

  /**
   * Finds the jobs of a class loader, p3's own first. Cost: looks up two resources in every jar.
   */
  public static JobRegistry of(ClassLoader loader) {
    var found = new Search();
    found.all(ServiceLoader.load(JobModule.class, loader), JobModule::jobs);
    found.all(ServiceLoader.load(PatternJob.class, loader), List::of);
    GIVEN.forEach(found::add);
    found.named(added(), loader);
    return new JobRegistry(found.jobs, found.faults.all());
  }

  /**
   * Adds jobs that no jar names as a service. Before the session is opened: executors make these
   * jobs for themselves, to know their records.
   *
   * @param jobs of public classes with a public constructor without arguments
   */
  public static void add(PatternJob<?, ?>... jobs) {
    GIVEN.addAll(List.of(jobs));
    String names =
        GIVEN.stream().map(job -> job.getClass().getName()).collect(Collectors.joining(","));
    if (!names.isEmpty()) {
      System.setProperty(ADDED, names); // which becomes a setting of the session
    }
  }

  /** The classes of {@link #add}, where the program was another process. */
  private static List<String> added() {
    if (!GIVEN.isEmpty() || ConnectSession.isOnlyClient()) {
      return List.of();
    }
    SparkEnv env = SparkEnv.get();
    String names = env == null ? "" : env.conf().get(ADDED, "");
    return names.isEmpty() ? List.of() : List.of(names.split(",", 0));
  }

  /** The jobs that the calling thread sees. */
  public static JobRegistry ofThread() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return of(loader == null ? JobRegistry.class.getClassLoader() : loader);
  }

  /** The jobs, in the order in which they are listed. */
  public List<PatternJob<?, ?>> all() {
    return List.copyOf(byName.values());
  }

  /** The names of the jobs, in the same order. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** What could not be loaded, each a sentence without a full stop. */
  public List<String> faults() {
    return faults;
  }

  /**
   * The job of a name.
   *
   * @throws BadUsageException when there is none, naming those there are and what could not be
   *     loaded
   */
  public PatternJob<?, ?> named(String name) {
    if (!byName.containsKey(name)) {
      var refusal = new Faults();
      refusal.add(
          "Unknown job '%s' (must be one of %s).%s",
          name, String.join(", ", names()), NearMatch.question(name, names()));
      refusal.addAll(faults);
      refusal.throwIfAny();
    }
    return byName.get(name);
  }

  /**
   * The jobs of these names; all when there are none.
   *
   * @throws BadUsageException naming every name that is no job's
   */
  public List<PatternJob<?, ?>> allOf(List<String> wanted) {
    if (wanted.isEmpty()) {
      return all();
    }
    var refusals = new Faults();
    var found = new ArrayList<PatternJob<?, ?>>();
    wanted.forEach(
        name -> refusals.<PatternJob<?, ?>>orFault(() -> named(name)).ifPresent(found::add));
    refusals.throwIfAny();
    return found;
  }

  /** Gathers jobs, and what stands in the way of others. */
  private static final class Search {
    private final Map<String, PatternJob<?, ?>> jobs = new LinkedHashMap<>();
    private final Faults faults = new Faults();

    <S> void all(
        ServiceLoader<S> services, java.util.function.Function<S, List<PatternJob<?, ?>>> jobsOf) {
      Iterator<S> each = services.iterator();
      while (attempt(each::hasNext, "a job").orElse(true)) {
        attempt(each::next, "a job")
            .flatMap(service -> attempt(() -> jobsOf.apply(service), service.getClass().getName()))
            .ifPresent(list -> list.forEach(this::add));
      }
    }

    void named(List<String> classes, ClassLoader loader) {
      for (String name : classes) {
        attempt(() -> made(name, loader), name).ifPresent(this::add);
      }
    }

    private static PatternJob<?, ?> made(String name, ClassLoader loader) {
      try {
        return (PatternJob<?, ?>) loader.loadClass(name).getConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            e + " (must be a public class with a public constructor without arguments)", e);
      }
    }

    private void add(PatternJob<?, ?> job) {
      attempt(() -> job.description().name(), job.getClass().getName())
          .ifPresent(
              name -> {
                PatternJob<?, ?> same = jobs.putIfAbsent(name, job);
                if (same != null && same.getClass() != job.getClass()) {
                  faults.add(
                      "Cannot use the job '%s' of %s: that of %s has this name (give one of them another)",
                      name, origin(job.getClass()), origin(same.getClass()));
                }
              });
    }

    /** The step's result; empty, with a fault, when somebody else's class does not allow it. */
    private <T> Optional<T> attempt(Supplier<T> step, String what) {
      try {
        return Optional.of(step.get());
      } catch (ServiceConfigurationError e) {
        Throwable reason = reason(e);
        String because = reason == e ? "" : ": " + Cause.firstLine(reason);
        faults.add(fault(what, reason, e.getMessage() + because));
      } catch (RuntimeException | LinkageError e) {
        faults.add(fault(what, e, e.toString()));
      }
      return Optional.empty();
    }

    /**
     * What a constructor or a static initializer threw; of a class that is not there, the error.
     */
    private static Throwable reason(ServiceConfigurationError error) {
      Throwable cause = error.getCause() == null ? error : error.getCause();
      boolean isWrapper = cause instanceof ExceptionInInitializerError && cause.getCause() != null;
      return isWrapper ? cause.getCause() : cause;
    }

    private static String fault(String what, Throwable cause, String message) {
      String remedy =
          cause instanceof LinkageError
              ? String.format(
                  Locale.ROOT,
                  "; its jar was probably built for another p3, Spark or Scala than this one, which is for Spark %s",
                  package$.MODULE$.SPARK_VERSION())
              : "";
      return String.format(Locale.ROOT, "Cannot load %s: %s%s", what, message, remedy);
    }

    private static String origin(Class<?> type) {
      var source = type.getProtectionDomain().getCodeSource();
      return source == null ? type.getName() : type.getName() + " in " + source.getLocation();
    }
  }
}
