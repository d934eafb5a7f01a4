package dev.p3.scope;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channel;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Timer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.BaseStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.RelationalGroupedDataset;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;

/** Things that functions capture by mistake: they stay behind, or do not mean the same there. */
public enum Mistake {
  /** A SparkSession or SparkContext. */
  SPARK_SESSION(
      "Spark's session lives on the driver only",
      "use it on the driver, before or after the function",
      SparkSession.class,
      SQLContext.class,
      SparkContext.class,
      JavaSparkContext.class),
  /** A Dataset. */
  DATASET(
      "a function cannot run a query of its own",
      "join the two Datasets, or collect the small one into the scope's record",
      Dataset.class,
      RelationalGroupedDataset.class),
  /** An RDD. */
  RDD(
      "a function cannot run a job of its own",
      "join the two RDDs, or collect the small one into the scope's record",
      RDD.class,
      JavaRDDLike.class),
  /** A broadcast made by hand. */
  BROADCAST(
      "a broadcast that no scope releases",
      "put its value into the scope's record",
      Broadcast.class),
  /** A scope, open or closed. */
  SCOPE(
      "a scope lives on the driver only",
      "take its values from the function's first argument",
      Scope.class,
      Scopes.class),
  /** An open file or stream of bytes or characters. */
  STREAM(
      "an open stream cannot leave its JVM",
      "open it within the function, once for each partition",
      InputStream.class,
      OutputStream.class,
      Reader.class,
      Writer.class,
      RandomAccessFile.class,
      Channel.class),
  /** An open connection. */
  CONNECTION(
      "an open connection cannot leave its JVM",
      "open it within the function, once for each partition",
      Connection.class,
      Statement.class,
      ResultSet.class,
      Socket.class,
      ServerSocket.class),
  /** A logger. */
  LOGGER(
      "a logger belongs to its JVM",
      "make it a private static final field",
      org.slf4j.Logger.class,
      java.util.logging.Logger.class,
      System.Logger.class,
      org.apache.logging.log4j.Logger.class),
  /** A lock or another means of threads to wait for each other. */
  LOCK(
      "a lock holds nobody up in another JVM",
      "leave it out: a task is one thread",
      Lock.class,
      ReadWriteLock.class,
      Semaphore.class,
      CountDownLatch.class),
  /** A thread, a pool of threads, or what one of them will give. */
  THREAD(
      "a thread cannot leave its JVM",
      "let Spark run the work in parallel",
      Thread.class,
      Executor.class,
      Future.class,
      Timer.class),
  /** A thread-local value. */
  THREAD_LOCAL(
      "what the driver's thread has set, a task's thread does not see",
      "copy its value to a local variable",
      ThreadLocal.class),
  /** An iterator or java.util.stream.Stream, which can be read only once. */
  ITERATOR(
      "an iterator can be read only once, and every task would need its own",
      "collect it into the scope's record",
      Iterator.class,
      Enumeration.class,
      Spliterator.class,
      BaseStream.class,
      scala.collection.Iterator.class);

  /** Those that are mistakes in a static field too: others are the JVM's own, as they should be. */
  private static final Set<Mistake> ALSO_STATIC =
      EnumSet.of(SPARK_SESSION, DATASET, RDD, BROADCAST, SCOPE, STREAM, CONNECTION, ITERATOR);

  private static final ClassValue<Optional<Mistake>> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected Optional<Mistake> computeValue(Class<?> type) {
          for (Mistake mistake : values()) {
            if (mistake.types.stream().anyMatch(known -> known.isAssignableFrom(type))) {
              return Optional.of(mistake);
            }
          }
          return Optional.empty();
        }
      };

  private final String problem;
  private final String remedy;
  private final List<Class<?>> types;

  Mistake(String problem, String remedy, Class<?>... types) {
    this.problem = problem;
    this.remedy = remedy;
    this.types = List.of(types);
  }

  /** Why it is one. */
  public String problem() {
    return problem;
  }

  /** What to do instead. */
  public String remedy() {
    return remedy;
  }

  static Optional<Mistake> of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  static Optional<Mistake> ofStatic(Class<?> type) {
    return of(type).filter(ALSO_STATIC::contains);
  }
}
