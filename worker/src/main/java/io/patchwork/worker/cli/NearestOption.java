package io.patchwork.worker.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers an unknown option with the command's own that is spelled most alike. */
final class NearestOption implements IParameterExceptionHandler {

  /** One slip for so many letters is taken for a slip. */
  private static final int LETTERS_OF_A_SLIP = 3;

  private final IParameterExceptionHandler otherwise;

  /**
   * An answer.
   *
   * @param otherwise answers what is no unknown option, or is like no other
   */
  NearestOption(IParameterExceptionHandler otherwise) {
    this.otherwise = otherwise;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) throws Exception {
    CommandLine command = wrong.getCommandLine();
    UnmatchedArgumentException unknown = unknown(wrong);
    Optional<String> nearest =
        unknown.isUnknownOption()
            ? nearest(unknown.getUnmatched().getFirst(), command)
            : Optional.empty();
    if (nearest.isEmpty()) {
      return otherwise.handleParseException(wrong, args);
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

  /** Where an argument is missing as well, the unknown ones are left with the command. */
  private static UnmatchedArgumentException unknown(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException unmatched
        ? unmatched
        : new UnmatchedArgumentException(
            wrong.getCommandLine(), wrong.getCommandLine().getUnmatchedArguments());
  }

  private static Optional<String> nearest(String argument, CommandLine command) {
    String given = argument.replaceFirst("=.*", "");
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::longestName)
        .filter(name -> slips(given, name) <= Math.max(1, name.length() / LETTERS_OF_A_SLIP))
        .min(Comparator.comparingInt(name -> slips(given, name)));
  }

  /**
   * How many letters were added, left out, mistaken or swapped with their neighbour
   * (Damerau–Levenshtein, each letter moved at most once).
   */
  static int slips(String given, String meant) {
    int[][] slips = new int[given.length() + 1][meant.length() + 1];
    for (int i = 0; i <= given.length(); i++) {
      for (int j = 0; j <= meant.length(); j++) {
        slips[i][j] = i == 0 || j == 0 ? i + j : fewest(slips, given, i, meant, j);
      }
    }
    return slips[given.length()][meant.length()];
  }

  private static int fewest(int[][] slips, String given, int i, String meant, int j) {
    boolean isSame = given.charAt(i - 1) == meant.charAt(j - 1);
    int fewest =
        Math.min(
            slips[i - 1][j - 1] + (isSame ? 0 : 1), 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
    boolean isSwapped =
        i > 1
            && j > 1
            && given.charAt(i - 1) == meant.charAt(j - 2)
            && given.charAt(i - 2) == meant.charAt(j - 1);
    return isSwapped ? Math.min(fewest, slips[i - 2][j - 2] + 1) : fewest;
  }
}
