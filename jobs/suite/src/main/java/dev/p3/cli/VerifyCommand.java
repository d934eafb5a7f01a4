package dev.p3.cli;

import dev.p3.console.Json;
import dev.p3.job.JobRegistry;
import dev.p3.run.RunRequest;
import dev.p3.verify.Verify;
import dev.p3.verify.VerifyRecord;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** {@code verify}: whether a target gives the rows that every other gives. */
final class VerifyCommand {
  static final String WORK = "--work";
  static final String RECORD = "--record";

  private final PrintStream output;
  private final PrintStream messages;

  VerifyCommand(PrintStream output, PrintStream messages) {
    this.output = output;
    this.messages = messages;
  }

  int run(ParseResult words, JobRegistry jobs, RunRequest request) throws Exception {
    VerifyRecord record =
        new Verify(messages, ParsedArguments.last(words, WORK))
            .run(ParsedArguments.values(words, CommandSpecs.JOB), jobs, request);
    Optional<String> file = ParsedArguments.last(words, RECORD);
    if (file.isPresent()) {
      if (!Verify.areOne(record)) {
        messages.println(
            "p3: Cannot record digests: a variant failed, or gave other rows than its twin");
        output.println(record.table());
        return CommandLineApp.FAILED;
      }
      Verify.record(record, Path.of(file.get()));
      messages.printf(Locale.ROOT, "Wrote %s.%n", file.get());
      return CommandLineApp.DONE;
    }
    if (words.hasMatchedOption(CommandSpecs.JSON)) {
      output.println(Json.READABLE.writeValueAsString(record));
    } else {
      output.println(record.table());
      output.println(record.head());
      output.println(record.row());
    }
    return record.equal() ? CommandLineApp.DONE : CommandLineApp.FAILED;
  }
}
