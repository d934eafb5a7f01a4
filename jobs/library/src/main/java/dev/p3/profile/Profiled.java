package dev.p3.profile;

import dev.p3.profile.collect.ProfileFolder;
import dev.p3.profile.model.RunProfile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;

/**
 * A profile that has ended. As text it is its summary.
 *
 * @param profile all but the stacks
 * @param cpu microseconds of CPU time by stage, function and stack, in the folded format; empty
 *     when nothing was sampled
 * @param allocation bytes, the same
 */
public record Profiled(RunProfile profile, List<String> cpu, List<String> allocation) {
  /** The file of the profile. */
  public static final String JSON = "profile.json";

  /** The file of CPU time by stack. */
  public static final String CPU = "cpu.folded";

  /** The file of allocated bytes by stack. */
  public static final String ALLOCATION = "allocation.folded";

  public Profiled {
    cpu = List.copyOf(cpu);
    allocation = List.copyOf(allocation);
  }

  /** What matters most, in at most ten lines. */
  public List<String> summary() {
    return Summary.of(profile);
  }

  /**
   * Writes {@value #JSON}, {@value #CPU}, {@value #ALLOCATION}, and what each {@link ProfileView}
   * makes, in place of earlier ones. Each file is there whole or not at all.
   *
   * @param directory on any file system; made when it is not there
   */
  public void writeTo(String directory, Configuration hadoop) throws IOException {
    var folder = new ProfileFolder(directory, hadoop);
    folder.write(JSON, profile::writeTo);
    folder.write(CPU, out -> writeLines(cpu, out));
    folder.write(ALLOCATION, out -> writeLines(allocation, out));
    for (ProfileView view :
        ServiceLoader.load(ProfileView.class, ProfileView.class.getClassLoader())) {
      folder.write(view.fileName(), out -> view.write(this, out));
    }
  }

  private static void writeLines(List<String> lines, OutputStream out) throws IOException {
    var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    for (String line : lines) {
      writer.write(line);
      writer.write('\n');
    }
    writer.flush();
  }

  @Override
  public String toString() {
    return String.join("\n", summary());
  }
}
