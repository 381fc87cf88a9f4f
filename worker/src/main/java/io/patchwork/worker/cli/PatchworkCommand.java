package io.patchwork.worker.cli;

import io.patchwork.common.config.ProductVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The root command, with the list of commands. */
@Command(
    name = "patchwork",
    description = "Ingest media, render timelines, and report who made what.",
    mixinStandardHelpOptions = true,
    versionProvider = PatchworkCommand.Version.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      DemoCommand.class,
      WorkerCommand.class,
      ConsoleCommand.class,
      RelayCommand.class,
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
      ForgetCommand.class,
      RetentionCommand.class,
      CostCommand.class,
      DeadLettersCommand.class,
      DoctorCommand.class
    })
public final class PatchworkCommand {

  private PatchworkCommand() {}

  /** What {@code --version} prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"patchwork " + ProductVersion.TEXT};
    }
  }

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
