package dev.p3.data.installed;

import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import java.util.HashMap;

/** Batches that are added to a table of Delta, which recognises a repeated one by its number. */
record InstalledStreamOutput(DataLocation location) implements StreamOutput {
  @Override
  public String place() {
    return location.path();
  }

  @Override
  public Output batch(Batch batch) {
    var options = new HashMap<>(location.options());
    options.put("txnAppId", batch.stream() + " " + place());
    options.put("txnVersion", Long.toString(batch.number()));
    return InstalledOutput.appending(location, options);
  }
}
