package io.patchwork.worker.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Options before the command's name, as in {@code patchwork --local DIR render}: the command gets
 * them as if they came after it, unless they do so as well.
 */
final class LeadingOptions implements IExecutionStrategy {

  private final IExecutionStrategy next;

  /**
   * Wraps a strategy.
   *
   * @param next runs the command
   */
  LeadingOptions(IExecutionStrategy next) {
    this.next = next;
  }

  /**
   * Lets a command that has subcommands accept them, and its subcommands that have some as well.
   */
  static void addTo(CommandSpec group) {
    group.addOption(
        OptionSpec.builder("--local")
            .paramLabel("DIR")
            .type(Path.class)
            .description("Same as --local after the command.")
            .build());
    group.addOption(
        OptionSpec.builder("--json")
            .type(boolean.class)
            .arity("0")
            .description("Same as --json after the command.")
            .build());
    group.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(each -> !each.subcommands().isEmpty())
        .forEach(LeadingOptions::addTo);
  }

  @Override
  public int execute(ParseResult parsed) {
    Map<String, OptionSpec> leading = new LinkedHashMap<>();
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last.matchedOptions().stream()
          .filter(option -> !option.usageHelp() && !option.versionHelp())
          .forEach(option -> leading.put(option.longestName(), option));
      last = last.subcommand();
    }
    for (OptionSpec option : leading.values()) {
      passOn(option, last);
    }
    return next.execute(parsed);
  }

  private static void passOn(OptionSpec option, ParseResult last) {
    CommandSpec command = last.commandSpec();
    String name = option.longestName();
    OptionSpec own = command.findOption(name);
    if (own == null) {
      throw new ParameterException(
          command.commandLine(), command.qualifiedName() + " takes no " + name + ".");
    }
    if (!last.hasMatchedOption(name)) {
      own.setValue(option.getValue());
    }
  }
}
