package dev.p3.patterns.evolve;

import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;
import java.util.Optional;

/** Options of {@code nearest}. */
public record NearestOptions(
    @Option(
            value = "the column with the latitude, in degrees from -90 to 90",
            label = "COL",
            required = true)
        String lat,
    @Option(
            value = "the column with the longitude, in degrees from -180 to 180",
            label = "COL",
            required = true)
        String lon,
    @Option(value = "the places' latitude, where it is not called as the points'", label = "COL")
        Optional<String> placeLat,
    @Option(value = "the places' longitude, where it is not called as the points'", label = "COL")
        Optional<String> placeLon,
    @Option(
            value = "how many places to find for each point",
            label = "N",
            defaultValue = "1",
            min = 1)
        int k,
    @Option("measure all variants on a part of the points, as output ladder") boolean ladder) {

  public NearestOptions {
    OptionsRecord.check(NearestOptions.class, lat, lon, placeLat, placeLon, k, ladder);
  }
}
