package dev.p3.watched;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/** Jobs that have one fault each, and the same jobs without it. */
final class Jobs {
  private static final int MANY = 300_000;
  private static final Pattern COMMA = Pattern.compile("[,;]+");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Path directory;

  Jobs(SparkSession shared, Path directory) {
    this.spark = shared.newSession();
    this.context = new JavaSparkContext(spark.sparkContext());
    this.directory = directory;
  }

  JavaRDD<Integer> numbers(int count, int partitions) {
    return context.parallelize(IntStream.range(0, count).boxed().toList(), partitions);
  }

  void keys(boolean skewed) {
    JavaPairRDD<Integer, Integer> pairs =
        numbers(100_000, 2).mapToPair(i -> new Tuple2<>(skewed && i % 10 > 0 ? 0 : i, 1));
    pairs
        .partitionBy(new HashPartitioner(8))
        .mapPartitions(
            rows -> {
              long seen = 0;
              while (rows.hasNext()) {
                rows.next();
                if (seen++ % 1000 == 0) {
                  Work.burn(8);
                }
              }
              return List.of(seen).iterator();
            })
        .collect();
  }

  void tasks(int count) {
    numbers(count, count).count();
  }

  void sleepers(int tasks, long millis) {
    numbers(tasks, tasks)
        .foreach(
            i -> {
              Work.burn(20);
              Thread.sleep(millis);
            });
  }

  void collectGarbage(boolean often) {
    numbers(2, 2)
        .foreach(
            i -> {
              Work.burn(200);
              long end = gcMillis() + 700;
              long last = collections() + 15;
              while (often && (gcMillis() < end || collections() < last)) {
                System.gc();
              }
            });
  }

  private static long gcMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  void window(boolean spills) {
    spark.conf().set("spark.sql.windowExec.buffer.spill.threshold", spills ? 50_000 : 1 << 30);
    spark
        .range(400_000)
        .selectExpr("id % 2 as k", "rand(1) as x")
        .selectExpr("sum(x) over (partition by k) as s", "x")
        .selectExpr("max(s)", "max(x)")
        .collect();
  }

  void cached(int actions) {
    JavaRDD<Integer> kept = numbers(100, 2).map(i -> i + 1).cache();
    for (int i = 0; i < actions; i++) {
      kept.count();
    }
    kept.unpersist();
  }

  void twoActions(boolean isCached) {
    JavaRDD<Integer> costly =
        numbers(2, 2)
            .map(
                i -> {
                  Work.burn(400);
                  return i;
                });
    JavaRDD<Integer> used = isCached ? costly.cache() : costly;
    used.count();
    used.collect();
    used.unpersist();
  }

  void exploded(int times) throws IOException {
    Path file = directory.resolve("numbers-" + times + ".txt");
    Files.writeString(
        file, String.join("\n", IntStream.range(0, 60_000).mapToObj(i -> "row " + i).toList()));
    context
        .textFile(file.toString(), 2)
        .flatMapToPair(
            row -> {
              var random = new Random(row.hashCode());
              var rows = new ArrayList<Tuple2<Long, Long>>();
              for (int i = 0; i < times; i++) {
                rows.add(new Tuple2<>(random.nextLong(), random.nextLong()));
              }
              return rows.iterator();
            })
        .groupByKey(2)
        .count();
  }

  void files(int count) {
    Path output = directory.resolve("files-" + count);
    spark.range(0, 1000, 1, count).write().mode("overwrite").parquet(output.toString());
    spark.read().parquet(output.toString()).agg(functions.sum("id")).collect();
  }

  void text(boolean compressed) throws IOException {
    Path file = directory.resolve(compressed ? "lines.txt.gz" : "lines.txt");
    var random = new Random(1);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = compressed ? new GZIPOutputStream(raw) : raw) {
      var bytes = new byte[75];
      for (int i = 0; i < 70_000; i++) {
        random.nextBytes(bytes);
        out.write(
            (Base64.getEncoder().encodeToString(bytes) + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
    spark.conf().set("spark.sql.files.maxPartitionBytes", 2 << 20);
    spark.read().text(file.toString()).selectExpr("max(length(value))").collect();
  }

  private Dataset<Row> wide() {
    Path output = directory.resolve("wide");
    if (!Files.exists(output)) {
      spark
          .range(0, 1000, 1, 2)
          .selectExpr(
              IntStream.range(0, 12)
                  .mapToObj(i -> "cast(id as string) as c" + i)
                  .toArray(String[]::new))
          .write()
          .parquet(output.toString());
    }
    return spark.read().parquet(output.toString());
  }

  void columns(boolean all) {
    Dataset<Row> rows = all ? wide() : wide().select("c3");
    rows.map((MapFunction<Row, String>) row -> row.getAs("c3"), Encoders.STRING()).collectAsList();
  }

  void join(boolean broadcast) {
    spark.conf().set("spark.sql.autoBroadcastJoinThreshold", broadcast ? "10m" : "-1");
    spark.conf().set("spark.sql.adaptive.autoBroadcastJoinThreshold", broadcast ? "10m" : "-1");
    Dataset<Row> facts =
        spark.range(0, 200_000, 1, 2).selectExpr("id % 50 as k", "id", "rand(1) as x");
    Dataset<Row> names = spark.range(50).selectExpr("id as k", "cast(id as string) as name");
    facts.join(names, "k").selectExpr("max(x)", "max(name)").collect();
  }

  void pairs(int rows) {
    spark
        .range(rows)
        .crossJoin(spark.range(rows).toDF("other"))
        .selectExpr("max(id + other)")
        .collect();
  }

  /** Counts the rows of each of a hundred groups. */
  void groups(boolean combined) {
    var groups =
        spark
            .range(0, 200_000, 1, 2)
            .as(Encoders.LONG())
            .groupByKey((MapFunction<Long, Long>) id -> id % 100, Encoders.LONG());
    Dataset<Long> counts =
        combined
            ? groups
                .count()
                .map((MapFunction<Tuple2<Long, Object>, Long>) each -> each._1(), Encoders.LONG())
            : groups.mapGroups(
                (MapGroupsFunction<Long, Long, Long>)
                    (key, rows) -> {
                      long count = 0;
                      while (rows.hasNext()) {
                        rows.next();
                        count++;
                      }
                      return count;
                    },
                Encoders.LONG());
    counts.write().mode("overwrite").parquet(directory.resolve("groups").toString());
  }

  void query(boolean twice) {
    Path output = directory.resolve("queried-" + twice);
    spark
        .range(0, 600_000, 1, 2)
        .selectExpr("id % 200000 as k", "rand(1) as x")
        .write()
        .mode("overwrite")
        .parquet(output.toString());
    for (int i = 0; i < (twice ? 2 : 1); i++) {
      spark
          .read()
          .parquet(output.toString())
          .groupBy("k")
          .agg(functions.max("x").as("x"))
          .selectExpr("sum(x)", "count(distinct k % 1000)")
          .collect();
    }
  }

  void captured(int bytes) {
    var table = new byte[bytes];
    new Random(1).nextBytes(table);
    numbers(4, 2).map(i -> table[i]).collect();
  }

  /** Writes files, for which Spark sends Hadoop's settings too. */
  void written(int bytes) {
    var table = new byte[bytes];
    new Random(1).nextBytes(table);
    spark
        .range(0, 4, 1, 2)
        .as(Encoders.LONG())
        .map((MapFunction<Long, Byte>) id -> table[id.intValue()], Encoders.BYTE())
        .write()
        .mode("overwrite")
        .parquet(directory.resolve("written").toString());
  }

  void streams(boolean often) {
    List<String> texts = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
    numbers(4, 2)
        .foreach(
            i -> {
              if (often) {
                Work.repeat(600, () -> serialize(texts));
              } else {
                serialize(texts);
                Work.burn(300);
              }
            });
  }

  private static void serialize(Object value) {
    try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void boxes(boolean boxed) {
    numbers(4, 2)
        .map(
            i -> {
              if (!boxed) {
                return LongSums.plain(i);
              }
              // For as long as some tens of samples take, however fast the machine is.
              List<Long> values = new ArrayList<>(100_000);
              Work.repeat(
                  500,
                  () -> {
                    values.clear();
                    for (long k = 0; k < 100_000; k++) {
                      values.add(k * 1000 + i);
                    }
                  });
              return values.get(values.size() / 2);
            })
        .collect();
  }

  private static final class LongSums {
    static long plain(int start) {
      long sum = start;
      for (long k = 0; k < 2_000_000; k++) {
        sum += k;
      }
      return sum;
    }
  }

  void buffers(int size) throws IOException {
    Path file = directory.resolve("rows-" + size + ".txt");
    // For a second and more: of the first samples of a burst, nearly all weight goes to what
    // follows.
    Files.writeString(file, "row\n".repeat(150_000));
    context
        .textFile(file.toString(), 2)
        .map(
            row -> {
              var buffer = new byte[size];
              buffer[row.length()] = 1;
              return buffer.length;
            })
        .reduce(Integer::sum);
  }

  void splits(boolean compiled) {
    numbers(2, 2)
        .foreach(
            i ->
                Work.repeat(
                    1000,
                    () -> {
                      String text = "a,b;c" + i;
                      String[] parts = compiled ? COMMA.split(text) : text.split("[,;]+");
                      if (parts.length != 3) {
                        throw new IllegalStateException();
                      }
                    }));
  }

  void days(boolean kept) {
    numbers(2, 2)
        .foreach(
            i ->
                Work.repeat(
                    1000,
                    () -> {
                      LocalDate day = LocalDate.ofEpochDay(i + 20_000);
                      var format = kept ? DAY : DateTimeFormatter.ofPattern("dd.MM.yyyy");
                      if (format.format(day).length() != 10) {
                        throw new IllegalStateException();
                      }
                    }));
  }

  void parsed(boolean checked) {
    numbers(MANY, 2)
        .map(
            i -> {
              String text = "x" + i;
              if (checked && !Character.isDigit(text.charAt(0))) {
                return 0;
              }
              try {
                return Integer.parseInt(text);
              } catch (NumberFormatException e) {
                return 0;
              }
            })
        .reduce(Integer::sum);
  }

  void upper(boolean builtIn) {
    spark
        .udf()
        .register(
            "shout",
            (UDF1<String, String>) text -> text.toUpperCase(Locale.ROOT),
            DataTypes.StringType);
    spark
        .range(0, 400_000, 1, 2)
        .selectExpr("repeat(concat('abcdefgh', cast(id as string)), 40) as t")
        .selectExpr(builtIn ? "max(upper(t))" : "max(shout(t))")
        .collect();
  }
}
