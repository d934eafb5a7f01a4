package dev.p3.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Two drivers at a time on one store, of which one at a time takes one step: in an order, and with
 * kills and standstills, that a seed decides. Who makes a store of it calls {@link Driver#step}
 * before each operation.
 *
 * <p>A killed driver does nothing any more, not even tidy up. One that stands still goes on later,
 * when others may hold it to be dead.
 */
public final class Schedules {
  private static final int OF = 1000;
  private static final int RESUMPTIONS = 30;
  private static final int MOST_DRIVERS = 5;

  private final Random random;
  private final int disturbances;
  private final Store store;
  private final Function<Driver, Work> works;
  private final List<Driver> all = new ArrayList<>();

  private Schedules(long seed, int disturbances, Store store, Function<Driver, Work> works) {
    this.random = new Random(seed);
    this.disturbances = disturbances;
    this.store = store;
    this.works = works;
  }

  /** What a driver does from its start to its end. */
  public interface Work {
    void run() throws Exception;
  }

  /** Has leases. */
  public interface Store {
    /** A driver has not renewed its leases for long: it was killed, or stands still. */
    void expire(Driver driver);

    /** It goes on, and renews those of its leases that are still there. */
    void renew(Driver driver);
  }

  /** Ends the thread of a driver where it is. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** A process, as far as the store can tell. */
  public static final class Driver {
    private static final ThreadLocal<Driver> CURRENT = new ThreadLocal<>();

    private final int number;
    private final Semaphore mayGo = new Semaphore(0);
    private final Semaphore hasStopped = new Semaphore(0);
    private volatile boolean isKilled;
    private volatile boolean hasEnded;
    private volatile Throwable failure;
    private boolean standsStill;

    private Driver(int number) {
      this.number = number;
    }

    /** The driver whose thread this is; null when it is none's. */
    public static Driver current() {
      return CURRENT.get();
    }

    /** Counts from 0. */
    public int number() {
      return number;
    }

    /** Waits for its turn; never comes back when it is killed. */
    public void step() {
      if (!isKilled) {
        hasStopped.release();
        mayGo.acquireUninterruptibly();
      }
      if (isKilled) {
        throw new Killed();
      }
    }

    /** Whether it does nothing any more, wherever it was. */
    public boolean isKilled() {
      return isKilled;
    }

    /** Whether its work came to its end, as far as it can tell itself. */
    public boolean succeeded() {
      return hasEnded && !isKilled && failure == null;
    }

    /** Why its work did not; null when it was killed, or did. */
    public Throwable failure() {
      return failure;
    }

    private void start(Work work) {
      var thread =
          new Thread(
              () -> {
                CURRENT.set(this);
                try {
                  step();
                  work.run();
                } catch (Killed e) {
                  // as a process that says nothing
                } catch (Exception | AssertionError e) {
                  failure = isKilled ? null : e;
                } finally {
                  hasEnded = true;
                  hasStopped.release();
                }
              },
              "driver-" + number);
      thread.setDaemon(true);
      thread.start();
      hasStopped.acquireUninterruptibly();
    }

    private void go() {
      mayGo.release();
      hasStopped.acquireUninterruptibly();
    }

    private void kill() {
      isKilled = true;
      go();
    }
  }

  /**
   * Runs two drivers, and others in the places of those that are killed, until all have ended; then
   * one that nobody disturbs, as whoever finds that a run was killed starts it again.
   *
   * @param disturbances kills in a thousand steps, and as many standstills
   * @param works what each of them does
   * @return the drivers in the order in which they began; the last is the undisturbed one
   */
  public static List<Driver> run(
      long seed, int disturbances, Store store, Function<Driver, Work> works) {
    var schedule = new Schedules(seed, disturbances, store, works);
    schedule.begin();
    schedule.begin();
    while (schedule.goOn()) {
      // step by step
    }
    schedule.all.forEach(store::expire);
    Driver last = schedule.begin();
    while (!last.hasEnded) {
      last.go();
    }
    return schedule.all;
  }

  private Driver begin() {
    var driver = new Driver(all.size());
    all.add(driver);
    driver.start(works.apply(driver));
    return driver;
  }

  /** Lets something happen to one driver; false when all have ended. */
  private boolean goOn() {
    List<Driver> left = all.stream().filter(driver -> !driver.hasEnded).toList();
    if (left.isEmpty()) {
      return false;
    }
    List<Driver> awake = left.stream().filter(driver -> !driver.standsStill).toList();
    Driver driver = left.get(random.nextInt(left.size()));
    if (driver.standsStill) {
      if (awake.isEmpty() || random.nextInt(OF) < RESUMPTIONS) {
        driver.standsStill = false;
        store.renew(driver);
      }
      return true;
    }
    int what = random.nextInt(OF);
    if (what < disturbances) {
      driver.kill();
      store.expire(driver);
      if (all.size() < MOST_DRIVERS) {
        begin();
      }
    } else if (what < 2 * disturbances) {
      driver.standsStill = true;
      store.expire(driver);
    } else {
      driver.go();
    }
    return true;
  }
}
