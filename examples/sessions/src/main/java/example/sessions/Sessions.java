package example.sessions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.p3.record.Records;
import dev.p3.scope.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/** The work itself, as plain functions: a test or a notebook calls them without the job. */
public final class Sessions {
  private static final Comparator<Click> ORDER =
      Comparator.comparing(Click::time)
          .thenComparing(Click::agent, Comparator.nullsFirst(Comparator.naturalOrder()));

  private Sessions() {}

  /**
   * Cuts a user's clicks by a loop over them. One shuffle; the clicks of one user fit in memory.
   */
  public static Dataset<Session> byLoop(Dataset<Click> clicks, int gap, Scope<Browsers> scope) {
    return scope.flatMapGroups(
        clicks.groupByKey((MapFunction<Click, String>) Click::user, Encoders.STRING()),
        (browsers, user, ofUser) -> cut(browsers, user, ofUser, Duration.ofMinutes(gap)).iterator(),
        Records.encoder(Session.class));
  }

  /** The pure function: clicks of one user in any order, to sessions. */
  static List<Session> cut(Browsers browsers, String user, Iterator<Click> ofUser, Duration gap) {
    var clicks = new ArrayList<Click>();
    ofUser.forEachRemaining(clicks::add);
    clicks.sort(ORDER);
    var sessions = new ArrayList<Session>();
    int first = 0;
    for (int i = 1; i <= clicks.size(); i++) {
      boolean ends =
          i == clicks.size()
              || Duration.between(clicks.get(i - 1).time(), clicks.get(i).time()).compareTo(gap)
                  > 0;
      if (ends) {
        sessions.add(
            new Session(
                user,
                sessions.size() + 1,
                clicks.get(first).time(),
                clicks.get(i - 1).time(),
                i - first,
                browsers.name(clicks.get(first).agent())));
        first = i;
      }
    }
    return sessions;
  }

  /**
   * The same by SQL's windows: two sorts and two shuffles, and no limit on the clicks of a user.
   */
  public static Dataset<Row> byWindows(Dataset<Row> clicks, int gap, Scope<Browsers> scope) {
    WindowSpec ofUser = Window.partitionBy("user").orderBy("time", "agent");
    var isFirst =
        when(
                col("time")
                    .gt(lag("time", 1).over(ofUser).plus(expr("INTERVAL " + gap + " MINUTES"))),
                1)
            .otherwise(0);
    var browser =
        scope.udf((Browsers browsers, String agent) -> browsers.name(agent), DataTypes.StringType);
    return clicks
        .withColumn("session", sum(isFirst).over(ofUser).plus(1).cast("int"))
        .groupBy("user", "session")
        .agg(
            min("time").as("started"),
            max("time").as("ended"),
            count(lit(1)).as("clicks"),
            min_by(col("agent"), struct("time", "agent")).as("agent"))
        .withColumn("browser", browser.apply(col("agent")))
        .drop("agent");
  }
}
