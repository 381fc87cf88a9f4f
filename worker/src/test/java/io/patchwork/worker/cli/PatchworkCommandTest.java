package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.job.JobKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** How arguments are read, without anything being done. */
final class PatchworkCommandTest {

  private final StringWriter said = new StringWriter();
  private final List<CommandSpec> run = new ArrayList<>();

  private int execute(String... arguments) {
    PrintWriter err = new PrintWriter(said, true);
    return PatchworkCommand.commandLine()
        .setErr(err)
        .setOut(err)
        .setExecutionStrategy(
            new LeadingOptions(parsed -> {
              run.add(last(parsed).commandSpec());
              return 0;
            }))
        .execute(arguments);
  }

  private static ParseResult last(ParseResult parsed) {
    return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
  }

  private Object value(String option) {
    return run.getLast().findOption(option).getValue();
  }

  /** Commands that take both, with what they need. */
  static Stream<List<String>> commands() {
    return Stream.of(
        List.of("ingest", "a.mp4"),
        List.of("transcode", "a.mp4"),
        List.of("thumbnail", "a.mp4"),
        List.of("fingerprint", "a.mp4"),
        List.of("render", "cut.otio"),
        List.of("submit", "job.json"),
        List.of("watch"),
        List.of("cancel", "job"),
        List.of("lineage", "film"),
        List.of("report", "film"),
        List.of("c2pa", "film"),
        List.of("statement", "ana"),
        List.of("ledger", "key", "k.pem"),
        List.of("ledger", "checkpoint"),
        List.of("ledger", "verify"),
        List.of("ledger", "record", "paid.csv", "--proposal", "p"),
        List.of("dead-letters", "list"),
        List.of("dead-letters", "show", "id"),
        List.of("dead-letters", "retry", "id"),
        List.of("dead-letters", "drop", "id"),
        List.of("doctor"));
  }

  private static String[] with(List<String> before, List<String> command, List<String> after) {
    return Stream.of(before, command, after).flatMap(List::stream).toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theClusterAndTheFormMayBeGivenBeforeOrAfterTheCommand(List<String> command) {
    List<String> options = List.of("--local", "here", "--json");

    assertThat(execute(with(options, command, List.of()))).as(said.toString()).isZero();
    assertThat(value("--local")).isEqualTo(Path.of("here"));
    assertThat(value("--json")).isEqualTo(true);
    assertThat(execute(with(List.of(), command, options))).as(said.toString()).isZero();
    assertThat(value("--local")).isEqualTo(Path.of("here"));
    assertThat(value("--json")).isEqualTo(true);
    assertThat(execute(with(List.of(), command, List.of()))).as(said.toString()).isZero();
    assertThat(value("--local")).isNull();
    assertThat(value("--json")).isEqualTo(false);
  }

  @Test
  void optionsMayStandBetweenACommandAndItsSubcommand() {
    assertThat(execute("--local", "here", "dead-letters", "--json", "list")).isZero();

    assertThat(value("--local")).isEqualTo(Path.of("here"));
    assertThat(value("--json")).isEqualTo(true);
  }

  @Test
  void whatStandsAfterTheCommandCounts() {
    assertThat(execute("--local", "there", "render", "cut.otio", "--local", "here")).isZero();

    assertThat(value("--local")).isEqualTo(Path.of("here"));
  }

  @ParameterizedTest
  @CsvSource({"demo, --local", "timeline, --local", "worker, --json"})
  void aCommandThatDoesNotTakeAnOptionRefusesItBeforeItToo(String command, String option) {
    List<String> before = option.equals("--local") ? List.of(option, "here") : List.of(option);
    List<String> named =
        command.equals("timeline") ? List.of(command, "cut.otio") : List.of(command);

    assertThat(execute(with(before, named, List.of()))).isEqualTo(2);
    assertThat(said.toString()).contains("patchwork " + command + " takes no " + option + ".");
    assertThat(run).isEmpty();
  }

  private static Stream<CommandSpec> all(CommandSpec command) {
    return Stream.concat(
        Stream.of(command),
        command.subcommands().values().stream().flatMap(each -> all(each.getCommandSpec())));
  }

  static Stream<CommandSpec> everyCommand() {
    return all(PatchworkCommand.commandLine().getCommandSpec());
  }

  private static boolean isSentence(String... description) {
    String text = String.join(" ", description);
    return !text.isEmpty() && Character.isUpperCase(text.charAt(0)) && text.endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void everyCommandAndArgumentIsDescribedInASentence(CommandSpec command) {
    assertThat(isSentence(command.usageMessage().description())).isTrue();
    assertThat(command.args())
        .allSatisfy(argument ->
            assertThat(isSentence(argument.description())).as(argument.toString()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void aDefaultIsShownAsTheCodeHasIt(CommandSpec command) {
    assertThat(command.options())
        .filteredOn(option -> !option.type().equals(boolean.class) && !option.isMultiValue())
        .filteredOn(option -> option.initialValue() != null)
        .allSatisfy(option ->
            assertThat(String.join(" ", option.description()))
                .as(option.longestName())
                .contains("(default: " + option.initialValue() + ")"));
    assertThat(command.commandLine().getUsageMessage()).doesNotContain("${");
  }

  @Test
  void theHelpOfACommandIsShownWhateverStandsBeforeIt() {
    assertThat(
            PatchworkCommand.commandLine()
                .setOut(new PrintWriter(said, true))
                .execute("--local", "here", "render", "--help"))
        .isZero();
    assertThat(said.toString()).startsWith("Usage: patchwork render");
  }

  @ParameterizedTest
  @CsvSource({
    "--wiat, --wait",
    "--jsno, --json",
    "--oson, --json",
    "--burnin, --burn-in",
    "--profil=web, --profile",
    "--Local, --local"
  })
  void anUnknownOptionIsAnsweredWithTheNearest(String given, String meant) {
    assertThat(execute("render", given, "cut.otio")).isEqualTo(2);
    assertThat(said.toString().lines())
        .containsExactly(
            "Unknown option: '" + given + "'",
            "Did you mean " + meant + "? patchwork render --help shows all options.");
  }

  @Test
  void anUnknownOptionIsAnsweredWhereAnArgumentIsMissingToo() {
    assertThat(execute("render", "--wiat")).isEqualTo(2);
    assertThat(said.toString()).startsWith("Unknown option: '--wiat'").contains("--wait?");
  }

  @Test
  void anArgumentThatIsMissingIsNamed() {
    assertThat(execute("render", "--wait")).isEqualTo(2);
    assertThat(said.toString()).startsWith("Missing required parameter: 'TIMELINE.otio'");
  }

  @Test
  void anOptionThatIsLikeNoOtherIsAnsweredWithAll() {
    assertThat(execute("render", "--upside-down", "cut.otio")).isEqualTo(2);
    assertThat(said.toString()).startsWith("Unknown option: '--upside-down'").contains("Usage:");
  }

  @Test
  void anUnknownCommandIsAnsweredWithTheNearest() {
    assertThat(execute("rendr", "cut.otio")).isEqualTo(2);
    assertThat(said.toString()).contains("Did you mean: patchwork render");
  }

  @ParameterizedTest
  @CsvSource({"wait, wait, 0", "wiat, wait, 1", "wai, wait, 1", "wwait, wait, 1", "'', wait, 4"})
  void aSlipIsALetterAddedLeftOutMistakenOrSwapped(String given, String meant, int slips) {
    assertThat(NearestOption.distance(given, meant)).isEqualTo(slips);
  }

  @Test
  void everyKindOfJobIsACommand() {
    assertThat(PatchworkCommand.commandLine().getSubcommands().keySet())
        .containsAll(Arrays.stream(JobKind.values()).map(JobKind::wireName).toList());
  }
}
