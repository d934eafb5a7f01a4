package dev.p3.patterns.profile;

import dev.p3.profile.ProfileView;
import dev.p3.profile.Profiled;
import dev.p3.profile.model.RunProfile;
import dev.p3.report.Block;
import dev.p3.report.Report;
import dev.p3.report.Section;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A profile as a page to look at; its figures are those of {@code profile.json}. */
public final class ProfilePage implements ProfileView {
  private static final String HOW =
      "Click a frame to look closer, 0 to go back, Ctrl+F to search by a regular expression.";

  @Override
  public String fileName() {
    return "profile.html";
  }

  @Override
  public void write(Profiled profiled, OutputStream out) throws IOException {
    out.write(report(profiled).html().getBytes(StandardCharsets.UTF_8));
  }

  static Report report(Profiled profiled) throws IOException {
    RunProfile run = profiled.profile();
    var sections = new ArrayList<Section>();
    sections.add(new Section("What was found", ProfileTables.findings(run)));
    if (!run.stages().isEmpty()) {
      sections.add(
          new Section(
              "Time",
              List.of(
                  new Block.Pictured("Tasks by executor and core", Timelines.tasks(run)),
                  ProfileTables.stages(run),
                  new Block.Pictured(
                      "How long the tasks of a stage took", Timelines.durations(run)))));
      sections.add(new Section("Functions", functions(profiled)));
    }
    sections.add(new Section("Memory", memory(run)));
    if (!run.whatIf().isEmpty()) {
      sections.add(new Section("Other sizes", List.of(ProfileTables.sizes(run))));
    }
    if (!run.queries().isEmpty()) {
      sections.add(new Section("Plans", ProfileTables.plans(run)));
    }
    sections.add(new Section("Environment", ProfileTables.environment(run)));
    return new Report("Profile of " + run.application().name(), lead(profiled), sections);
  }

  private static String lead(Profiled profiled) {
    return String.join(". ", profiled.summary().subList(0, 2)).replaceAll("\\s+", " ") + ".";
  }

  private static List<Block> functions(Profiled profiled) throws IOException {
    var blocks = new ArrayList<Block>();
    blocks.add(ProfileTables.functions(profiled.profile()));
    if (profiled.cpu().isEmpty() && profiled.allocation().isEmpty()) {
      blocks.add(new Block.Note("No stacks were sampled."));
      return blocks;
    }
    blocks.add(new Block.Text(HOW));
    if (!profiled.cpu().isEmpty()) {
      String title = "CPU time in microseconds, by stage and function";
      blocks.add(new Block.Embedded(title, Flames.page(title, profiled.cpu())));
    }
    if (!profiled.allocation().isEmpty()) {
      String title = "Allocated bytes, by stage and function";
      blocks.add(new Block.Embedded(title, Flames.page(title, profiled.allocation())));
    }
    return blocks;
  }

  private static List<Block> memory(RunProfile run) {
    var blocks = new ArrayList<Block>();
    if (run.executors().stream().anyMatch(executor -> !executor.memory().isEmpty())) {
      blocks.add(new Block.Pictured("What executors held, in MB", Timelines.memory(run)));
    }
    blocks.add(ProfileTables.executors(run));
    return blocks;
  }
}
