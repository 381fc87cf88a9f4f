package io.patchwork.worker.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The root command, with the list of commands. */
@Command(
    name = "patchwork",
    description = "Ingest media, render timelines, and report who made what.",
    mixinStandardHelpOptions = true,
    version = "patchwork 0.1.0",
    scope = ScopeType.INHERIT,
    subcommands = {
      DemoCommand.class,
      WorkerCommand.class,
      IngestCommand.class,
      SourceCommands.TranscodeCommand.class,
      SourceCommands.ThumbnailCommand.class,
      SourceCommands.FingerprintCommand.class,
      RenderCommand.class,
      TimelineCommand.class,
      SubmitCommand.class,
      WatchCommand.class,
      CancelCommand.class,
      LineageCommand.class,
      UsesCommand.class,
      CorrectCommand.class,
      ReportCommand.class,
      ProposalCommand.class,
      C2paCommand.class,
      StatementCommand.class,
      LedgerCommand.class,
      DeadLettersCommand.class,
      DoctorCommand.class
    })
public final class PatchworkCommand {

  private PatchworkCommand() {}

  /** The command line with all commands. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new PatchworkCommand());
    LeadingOptions.addTo(line.getCommandSpec());
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(new LeadingOptions(new CommandLine.RunLast()))
        .setExecutionExceptionHandler(new CommandFailures())
        .setParameterExceptionHandler(new NearestOption(line.getParameterExceptionHandler()));
  }
}
