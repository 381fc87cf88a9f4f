package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say who made an asset, what it is called and on which terms it may be used. */
final class WorkOptions {

  private static final String VALUE = "=([^\\p{Cntrl}]{1,256})";
  private static final Pattern IDENTIFIER = Pattern.compile("([a-z][a-z0-9-]{0,31})" + VALUE);
  private static final int MAX_CHARACTERS = 500;

  @Option(
      names = "--contributor",
      paramLabel = "ID[:NAME[:ROLE[:SHARE]]]",
      description = "Person who made the work; repeatable.")
  private List<String> contributors = new ArrayList<>();

  @Option(
      names = "--contributor-identifier",
      paramLabel = "ID:SCHEME=VALUE",
      description =
          "Identifier of a contributor in a registry, as ana:ipi=00014107338; repeatable.")
  private List<String> personIdentifiers = new ArrayList<>();

  @Option(names = "--title", paramLabel = "TEXT", description = "Title of the work.")
  private @Nullable String title;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      description = "Licence of the work: an SPDX identifier, an address or a sentence.")
  private @Nullable String licence;

  @Option(
      names = "--identifier",
      paramLabel = "SCHEME=VALUE",
      description = "Identifier of the work in a registry, as isrc=QZES71982312; repeatable.")
  private List<String> identifiers = new ArrayList<>();

  /** Whether a title, a licence or identifiers of one work are given. */
  boolean namesOneWork() {
    return title != null || licence != null || !identifiers.isEmpty();
  }

  /** The details of the work; null where none is given. */
  @Nullable WorkDetails work() throws CommandFailed {
    if (!namesOneWork()) {
      return null;
    }
    SortedMap<String, String> known = new TreeMap<>();
    for (String text : identifiers) {
      add("--identifier", text, text, known);
    }
    return new WorkDetails(line("--title", title), line("--licence", licence), known);
  }

  /** The people, with their identifiers. */
  List<Contributor> people() throws CommandFailed {
    Map<Id, SortedMap<String, String>> known = new HashMap<>();
    for (String text : personIdentifiers) {
      int colon = Math.max(0, text.indexOf(':'));
      Id person = Arguments.id("--contributor-identifier", text.substring(0, colon));
      add(
          "--contributor-identifier",
          text,
          text.substring(colon + 1),
          known.computeIfAbsent(person, any -> new TreeMap<>()));
    }
    List<Contributor> people = new ArrayList<>();
    for (String text : contributors) {
      Contributor person = Arguments.contributor(text);
      people.add(known.containsKey(person.id()) ? person.known(known.get(person.id())) : person);
    }
    for (Id person : known.keySet()) {
      if (people.stream().noneMatch(each -> each.id().equals(person))) {
        throw CommandFailed.usage(
            "The person "
                + person
                + " of --contributor-identifier is no --contributor; name them with both.");
      }
    }
    return people;
  }

  private static void add(String option, String whole, String text, SortedMap<String, String> known)
      throws CommandFailed {
    Matcher matcher = IDENTIFIER.matcher(text);
    if (!matcher.matches()) {
      throw CommandFailed.usage(
          "The value of "
              + option
              + ", \""
              + whole
              + "\", has no identifier; write the name of its registry in small letters, an equals"
              + " sign and the identifier, as in isrc=QZES71982312.");
    }
    known.put(matcher.group(1), matcher.group(2));
  }

  private static @Nullable String line(String option, @Nullable String text) throws CommandFailed {
    if (text != null
        && (text.isBlank()
            || text.codePointCount(0, text.length()) > MAX_CHARACTERS
            || text.codePoints().anyMatch(Character::isISOControl))) {
      throw CommandFailed.usage(
          "The value of "
              + option
              + " is empty, longer than "
              + MAX_CHARACTERS
              + " characters or more than one line; write one line.");
    }
    return text;
  }
}
