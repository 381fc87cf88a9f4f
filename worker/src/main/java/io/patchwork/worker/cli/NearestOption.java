package io.patchwork.worker.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Suggests the command's most similar option where one is unknown. */
final class NearestOption implements IParameterExceptionHandler {

  /** Letters of an option's name per tolerated typo. */
  private static final int LETTERS_PER_TYPO = 3;

  private final IParameterExceptionHandler otherwise;

  /**
   * Wraps a handler.
   *
   * @param otherwise handles other errors, and unknown options without a similar one
   */
  NearestOption(IParameterExceptionHandler otherwise) {
    this.otherwise = otherwise;
  }

  @Override
  public int handleParseException(ParameterException error, String[] args) throws Exception {
    CommandLine command = error.getCommandLine();
    CommandFailures.printUsage(String.valueOf(error.getMessage()), List.of(args));
    UnmatchedArgumentException unknown = unknown(error);
    Optional<String> nearest =
        unknown.isUnknownOption()
            ? nearest(unknown.getUnmatched().getFirst(), command)
            : Optional.empty();
    if (nearest.isEmpty() && isTooMany(unknown)) {
      PrintWriter err = command.getErr();
      err.println(
          command
              .getColorScheme()
              .errorText(
                  "There is one argument too many: "
                      + String.join(" ", unknown.getUnmatched())
                      + ". Leave it out, or put a name with spaces in quotes."));
      err.println(command.getCommandSpec().qualifiedName() + " --help shows how it is used.");
      return command.getCommandSpec().exitCodeOnInvalidInput();
    }
    if (nearest.isEmpty()) {
      return otherwise.handleParseException(error, args);
    }
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText(unknown.getMessage()));
    err.println(
        "Did you mean "
            + nearest.get()
            + "? "
            + command.getCommandSpec().qualifiedName()
            + " --help shows all options.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Whether there is an argument, not an option, where the command takes no more. */
  private static boolean isTooMany(UnmatchedArgumentException unknown) {
    return unknown.getUnmatched().size() == 1
        && !unknown.isUnknownOption()
        && unknown.getCommandLine().getSubcommands().isEmpty();
  }

  /** The unknown arguments; where one is missing as well, picocli leaves them with the command. */
  private static UnmatchedArgumentException unknown(ParameterException error) {
    return error instanceof UnmatchedArgumentException unmatched
        ? unmatched
        : new UnmatchedArgumentException(
            error.getCommandLine(), error.getCommandLine().getUnmatchedArguments());
  }

  private static Optional<String> nearest(String argument, CommandLine command) {
    String given = argument.replaceFirst("=.*", "");
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::longestName)
        .filter(name -> distance(given, name) <= Math.max(1, name.length() / LETTERS_PER_TYPO))
        .min(Comparator.comparingInt(name -> distance(given, name)));
  }

  /**
   * The edit distance of two names: letters added, removed, replaced or swapped with their
   * neighbour (Damerau–Levenshtein, optimal string alignment).
   */
  static int distance(String given, String meant) {
    int[][] distances = new int[given.length() + 1][meant.length() + 1];
    for (int i = 0; i <= given.length(); i++) {
      for (int j = 0; j <= meant.length(); j++) {
        distances[i][j] = i == 0 || j == 0 ? i + j : fewest(distances, given, i, meant, j);
      }
    }
    return distances[given.length()][meant.length()];
  }

  private static int fewest(int[][] distances, String given, int i, String meant, int j) {
    boolean isSame = given.charAt(i - 1) == meant.charAt(j - 1);
    int fewest =
        Math.min(
            distances[i - 1][j - 1] + (isSame ? 0 : 1),
            1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
    boolean isSwapped =
        i > 1
            && j > 1
            && given.charAt(i - 1) == meant.charAt(j - 2)
            && given.charAt(i - 2) == meant.charAt(j - 1);
    return isSwapped ? Math.min(fewest, distances[i - 2][j - 2] + 1) : fewest;
  }
}
