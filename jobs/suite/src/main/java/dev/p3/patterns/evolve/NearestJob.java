package dev.p3.patterns.evolve;

import dev.p3.chart.Chart;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Observed;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.patterns.evolve.NearestResult.Rejected;
import dev.p3.scope.Scopes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code nearest}: the k places nearest to every point, on a ladder of equal implementations. */
public final class NearestJob implements PatternJob<NearestOptions, NearestResult> {
  private static final String NEAREST = "nearest";
  private static final String REJECTED = "rejected";
  private static final String LADDER = "ladder";
  private static final JobDescription<NearestOptions, NearestResult> DESCRIPTION =
      JobDescription.<NearestOptions, NearestResult>of(NEAREST, NearestOptions.class)
          .pattern("evolve")
          .rule(
              """
              Let a model evolve step by step, from a plain loop to compiled code, with the same
              answer at every step.
              """)
          .summary("finds the k places nearest to every point, by great-circle distance")
          .details(
              """
              Finds, for every point, the k nearest places by great-circle distance (haversine, on
              the sphere of radius 6371.0088 km). Places at the same distance rank in the order of
              their columns, the first column first. Points whose latitude or longitude is null, NaN
              or out of range go to the output rejected, such places are left out, and both are
              counted.

              The points are read once and not shuffled (but by the variant compiled); the places
              are collected to the driver and sent once to each executor.

              Limit: the places fit the driver's and each executor's memory, about 200 bytes each
              beside their columns.
              """)
          .scale(
              """
              The places are sorted by one task, collected to the driver and sent to each executor:
              many millions want more spark.driver.memory, spark.executor.memory and
              spark.driver.maxResultSize.

              Each task writes a file, so that 10^12 rows make many thousands: larger splits make fewer,
              --conf spark.sql.files.maxPartitionBytes=1g.

              A file in .gz or .zst is read by one task, whatever the executors: write it as many files, or
              in a format that can be split.
              """)
          .input(
              withCoordinates(
                  InputSpec.table(NearestInputs.POINTS, "where to search from"), "--lat", "--lon"))
          .input(
              withCoordinates(
                  InputSpec.table(NearestInputs.PLACES, "what to find"),
                  "--place-lat, or else --lat",
                  "--place-lon, or else --lon"))
          .output(
              OutputSpec.output(NEAREST, "for each point its k nearest places, in no order")
                  .column("…", "as in points", "every column of the points")
                  .column(Nearest.RANK, "INT", "1 for the nearest")
                  .column(Nearest.DISTANCE_KM, "DOUBLE", "great-circle kilometres")
                  .column("place_*", "as in places", "every column of the places"))
          .output(
              OutputSpec.output(REJECTED, "points without valid coordinates")
                  .column("…", "as in points", "every column of the points")
                  .column(Nearest.REASON, "STRING", "what is wrong, such as latitude is null"))
          .output(
              OutputSpec.output(LADDER, "every variant, measured on the same points")
                  .onlyWith(LADDER)
                  .column("rung", "STRING", "the variant")
                  .measuredColumn("rows_per_s", "BIGINT", "points per second, on all cores")
                  .measuredColumn(
                      "bytes_per_row",
                      "BIGINT",
                      "bytes allocated for each point; null on a cluster")
                  .measuredColumn("ratio", "DOUBLE", "rows_per_s over that of the loop"))
          .variants(variants())
          .example("--lat", "latitude", "--lon", "longitude", "--k", "2")
          .build();

  @Override
  public JobDescription<NearestOptions, NearestResult> description() {
    return DESCRIPTION;
  }

  @Override
  public List<Class<?>> records() {
    return List.of(Gazetteer.class);
  }

  @Override
  public Map<String, List<Chart>> charts(NearestOptions options) {
    return Map.of(
        NEAREST,
        List.of(
            Chart.map(options.lat(), options.lon())
                .linkedTo(
                    Places.prefixed(options.placeLat().orElse(options.lat())),
                    Places.prefixed(options.placeLon().orElse(options.lon())))),
        LADDER,
        List.of(Chart.bars("rung", "rows_per_s", "rows per second")));
  }

  private static Outcome<NearestResult> found(
      Inputs inputs, NearestOptions options, Scopes scopes, Rung rung) {
    NearestInputs tables =
        NearestInputs.of(
            inputs.required(NearestInputs.POINTS), inputs.required(NearestInputs.PLACES), options);
    Places places = Places.of(tables);
    Map<String, Dataset<Row>> outputs = new HashMap<>();
    outputs.put(NEAREST, Nearest.nearest(tables, places, options.k(), rung, scopes));
    outputs.put(REJECTED, Nearest.rejected(tables));
    if (options.ladder()) {
      int k = Math.min(options.k(), places.size());
      outputs.put(LADDER, new Ladder(tables, places, k, scopes).measured(Ladder.WORK));
    }
    return Outcome.of(outputs, observed -> result(observed, places, options.k()));
  }

  private static NearestResult result(Observed observed, Places places, int k) {
    List<Rejected> rejected = Rejected.nonZero(observed::total);
    long read = observed.total(Located.ROWS);
    return new NearestResult(
        read, read - Rejected.total(rejected), rejected, places.read(), places.rejected(), k);
  }

  private static InputSpec withCoordinates(InputSpec input, String latitude, String longitude) {
    return input
        .sample("us-flights/airports.csv")
        .column("LAT", "a number type", "latitude in degrees, -90 to 90: " + latitude)
        .column("LON", "a number type", "longitude in degrees, -180 to 180: " + longitude)
        .column("…", "any", "all columns are kept");
  }

  /** The best rung is the pattern; the others are its twins, in the order of the ladder. */
  private static List<Variant<NearestOptions, NearestResult>> variants() {
    return Stream.concat(
            Stream.of(Rung.TREE), Stream.of(Rung.values()).filter(rung -> rung != Rung.TREE))
        .map(NearestJob::variant)
        .toList();
  }

  private static Variant<NearestOptions, NearestResult> variant(Rung rung) {
    return new Variant<>(
        rung.variant(),
        rung.meaning(),
        (inputs, options, scopes) -> found(inputs, options, scopes, rung),
        rung.isSlow());
  }
}
