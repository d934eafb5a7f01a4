package dev.p3.patterns.evolve;

import dev.p3.chart.Chart;
import dev.p3.job.ColumnSpec;
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
  private static final String AIRPORTS = "us-flights/airports.csv";
  private static final JobDescription DESCRIPTION =
      new JobDescription(
          NEAREST,
          "evolve",
          "finds the k places nearest to every point, by great-circle distance",
          "Finds, for every point, the k nearest places by great-circle distance (haversine, on the sphere of radius 6371.0088 km). Places at the same distance rank in the order of their columns, the first column first. Points whose latitude or longitude is null, NaN or out of range go to the output rejected, such places are left out, and both are counted. The points are read once and not shuffled (but by the variant compiled); the places are collected to the driver and sent once to each executor. Limit: the places fit the driver's and each executor's memory, about 200 bytes each beside their columns.",
          List.of(
              new InputSpec(
                  NearestInputs.POINTS,
                  InputSpec.Kind.TABLE,
                  true,
                  "where to search from",
                  coordinates("--lat", "--lon"),
                  AIRPORTS),
              new InputSpec(
                  NearestInputs.PLACES,
                  InputSpec.Kind.TABLE,
                  true,
                  "what to find",
                  coordinates("--place-lat, or else --lat", "--place-lon, or else --lon"),
                  AIRPORTS)),
          List.of(
              new OutputSpec(
                  NEAREST,
                  "for each point its k nearest places, in no order",
                  List.of(
                      new ColumnSpec("…", "as in points", "every column of the points"),
                      new ColumnSpec(Nearest.RANK, "INT", "1 for the nearest"),
                      new ColumnSpec(Nearest.DISTANCE_KM, "DOUBLE", "great-circle kilometres"),
                      new ColumnSpec("place_*", "as in places", "every column of the places"))),
              new OutputSpec(
                  REJECTED,
                  "points without valid coordinates",
                  List.of(
                      new ColumnSpec("…", "as in points", "every column of the points"),
                      new ColumnSpec(
                          Nearest.REASON, "STRING", "what is wrong, such as latitude is null"))),
              new OutputSpec(
                  LADDER,
                  "with --ladder: every variant, measured on the same points",
                  List.of(
                      new ColumnSpec("rung", "STRING", "the variant"),
                      new ColumnSpec("rows_per_s", "BIGINT", "points per second, on all cores"),
                      new ColumnSpec(
                          "bytes_per_row",
                          "BIGINT",
                          "bytes allocated for each point; null on a cluster"),
                      new ColumnSpec("ratio", "DOUBLE", "rows_per_s over that of the loop")))),
          variants(),
          List.of(NEAREST, "--lat", "latitude", "--lon", "longitude", "--k", "2"));

  @Override
  public JobDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Class<NearestOptions> optionsType() {
    return NearestOptions.class;
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

  @Override
  public Outcome<NearestResult> run(
      Inputs inputs, NearestOptions options, String variant, Scopes scopes) {
    NearestInputs tables =
        NearestInputs.of(
            inputs.required(NearestInputs.POINTS), inputs.required(NearestInputs.PLACES), options);
    Places places = Places.of(tables);
    Map<String, Dataset<Row>> outputs = new HashMap<>();
    outputs.put(
        NEAREST, Nearest.nearest(tables, places, options.k(), Rung.ofVariant(variant), scopes));
    outputs.put(REJECTED, Nearest.rejected(tables));
    if (options.ladder()) {
      int k = Math.min(options.k(), places.size());
      outputs.put(LADDER, new Ladder(tables, places, k, scopes).measured(Ladder.WORK));
    }
    return new Outcome<>(outputs, observed -> result(observed, places, options.k()));
  }

  private static NearestResult result(Observed observed, Places places, int k) {
    List<Rejected> rejected = Rejected.nonZero(observed::total);
    long read = observed.total(Located.ROWS);
    return new NearestResult(
        read, read - Rejected.total(rejected), rejected, places.read(), places.rejected(), k);
  }

  private static List<ColumnSpec> coordinates(String latitude, String longitude) {
    return List.of(
        new ColumnSpec("LAT", "a number type", "latitude in degrees, -90 to 90: " + latitude),
        new ColumnSpec("LON", "a number type", "longitude in degrees, -180 to 180: " + longitude),
        new ColumnSpec("…", "any", "all columns are kept"));
  }

  /** The best rung is the pattern; the others are its twins, in the order of the ladder. */
  private static List<Variant> variants() {
    return Stream.concat(
            Stream.of(Rung.TREE), Stream.of(Rung.values()).filter(rung -> rung != Rung.TREE))
        .map(rung -> new Variant(rung.variant(), rung.meaning()))
        .toList();
  }
}
