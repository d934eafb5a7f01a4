package dev.p3.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user typed after {@code run}, not yet checked.
 *
 * @param job the job's name
 * @param in words of {@code --in}
 * @param out words of {@code --out}
 * @param options words given for each of the job's own flags
 * @param variant the variant's name
 * @param overwrite whether outputs may be replaced
 * @param report where {@code run.json} goes besides the outputs
 * @param target a target's name or a master
 * @param conf words of {@code --conf}
 * @param verbose whether to show logs and stack traces
 */
record RunRequest(
    String job,
    List<String> in,
    List<String> out,
    Map<String, List<String>> options,
    Optional<String> variant,
    boolean overwrite,
    Optional<Path> report,
    Optional<String> target,
    List<String> conf,
    boolean verbose) {}
