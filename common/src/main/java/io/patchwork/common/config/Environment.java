package io.patchwork.common.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads typed settings from environment variables. An invalid setting is recorded and its default
 * returned, so that one run reports all problems; {@link #check} then throws.
 */
public final class Environment {

  private static final Map<String, Long> UNITS =
      Map.of("K", 1L << 10, "M", 1L << 20, "G", 1L << 30, "T", 1L << 40);

  /** Ends the name of a variable that names a file with the value. */
  private static final String FILE = "_FILE";

  /** What Kubernetes tells every container of the services around it. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".+_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  /** The same, by its value: a setting may be called so, too. */
  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  /** Characters behind the prefix that a misspelt name shares with the right one. */
  private static final int LIKE = 3;

  private final Map<String, String> variables;
  private final List<String> problems = new ArrayList<>();

  /** Names that were read, or that others read. */
  private final Set<String> settings = new TreeSet<>();

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  public Optional<String> text(String name) {
    settings.add(name);
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * A URI that holds a password; where it is absent, the first line of the file that a variable of
   * its name and {@code _FILE} names. Problems do not quote it.
   */
  public Optional<URI> secretUri(String name) {
    Optional<String> direct = text(name);
    Optional<String> file = text(name + FILE);
    Optional<String> value = direct.or(() -> file.flatMap(path -> firstLine(name, path)));
    try {
      return value.map(URI::create);
    } catch (IllegalArgumentException notOne) {
      problem(name + " is not a URI.");
      return Optional.empty();
    }
  }

  private Optional<String> firstLine(String name, String file) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      Optional<String> line = lines.findFirst().map(String::strip).filter(text -> !text.isEmpty());
      if (line.isEmpty()) {
        problem(name + FILE + " names a file whose first line is empty: " + file + ".");
      }
      return line;
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      problem(name + FILE + " names a file that cannot be read: " + file + ".");
      return Optional.empty();
    }
  }

  /** A file that is there and can be read. */
  public Optional<Path> file(String name) {
    return text(name)
        .map(Path::of)
        .filter(file ->
            Files.isReadable(file)
                || noted(name + " names a file that cannot be read: " + file + "."));
  }

  public Optional<URI> uri(String name) {
    return text(name).flatMap(value -> parsed(name, value, URI::create, "a URI"));
  }

  /** The address of a network interface, as a number or a name of this machine. */
  public InetAddress address(String name, InetAddress fallback) {
    return text(name)
        .flatMap(value -> {
          try {
            // Without the name: settings are handed to other processes, which know the number only.
            return Optional.of(InetAddress.getByAddress(InetAddress.getByName(value).getAddress()));
          } catch (UnknownHostException e) {
            problem(name + " is \"" + value + "\", which is no address of this machine.");
            return Optional.empty();
          }
        })
        .orElse(fallback);
  }

  /** A choice between {@code true} and {@code false}. */
  public boolean flag(String name, boolean fallback) {
    return text(name)
        .map(value -> {
          if (!value.equals("true") && !value.equals("false")) {
            problem(name + " is \"" + value + "\"; it can be true or false.");
          }
          return value.equals("true");
        })
        .orElse(fallback);
  }

  public int number(String name, int fallback, int min, int max) {
    return text(name)
        .flatMap(value -> parsed(name, value, Integer::valueOf, "a whole number"))
        .filter(value ->
            (value >= min && value <= max)
                || noted(name + " is " + value + "; it can be " + min + " to " + max + "."))
        .orElse(fallback);
  }

  /** A duration as {@code 90s}, {@code 20m}, {@code 1h} or ISO 8601. */
  public Duration duration(String name, Duration fallback) {
    return text(name)
        .flatMap(value -> parsed(name, value, Environment::duration, "a time as in 90s, 20m, 1h"))
        .orElse(fallback);
  }

  /** A list of durations, separated by commas. */
  public List<Duration> durations(String name, List<Duration> fallback) {
    return text(name)
        .flatMap(value ->
            parsed(
                name,
                value,
                v ->
                    Arrays.stream(v.split(","))
                        .map(String::strip)
                        .map(Environment::duration)
                        .toList(),
                "times with commas between them, as in 10s,1m,10m"))
        .orElse(fallback);
  }

  /** A number of bytes as {@code 512M}, {@code 20G} or without a suffix. */
  public long bytes(String name, long fallback) {
    return text(name)
        .flatMap(value -> parsed(name, value, Environment::bytes, "a size as in 512M or 20G"))
        .orElse(fallback);
  }

  public <E extends Enum<E>> E choice(String name, E fallback) {
    Class<E> type = fallback.getDeclaringClass();
    return text(name)
        .flatMap(value -> {
          Optional<E> found =
              Arrays.stream(type.getEnumConstants())
                  .filter(constant -> constant.name().equalsIgnoreCase(value))
                  .findFirst();
          if (found.isEmpty()) {
            problem(
                name
                    + " is \""
                    + value
                    + "\"; it can be "
                    + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
                    + ".");
          }
          return found;
        })
        .orElse(fallback);
  }

  /** Names settings that are read elsewhere, so that {@link #refuseUnknown} knows them. */
  public void readElsewhere(String... names) {
    settings.addAll(List.of(names));
  }

  /**
   * Records a problem for every variable with a prefix that is no setting. It would be without
   * effect, and who misspelt it would not know. Variables by which Kubernetes tells of services are
   * let pass.
   */
  public void refuseUnknown(String prefix) {
    variables.keySet().stream()
        .filter(name -> name.startsWith(prefix) && !settings.contains(name))
        .filter(name ->
            !SERVICE_LINK.matcher(name).matches()
                && !SERVICE_ADDRESS.matcher(variables.get(name)).matches())
        .sorted()
        .forEach(name ->
            problem(
                name
                    + " is no setting"
                    + likest(name, prefix.length() + LIKE)
                        .map(other -> "; did you mean " + other + "?")
                        .orElse("; docs/configuration.md lists them.")));
  }

  /** The setting that begins like a name for the longest, if that is not short. */
  private Optional<String> likest(String name, int shortest) {
    return settings.stream()
        .filter(other -> sameStart(name, other) >= shortest)
        .max(Comparator.comparingInt(other -> sameStart(name, other)));
  }

  private static int sameStart(String a, String b) {
    int length = 0;
    while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length;
  }

  /** Records a problem, as a sentence that names the variable. */
  public void problem(String sentence) {
    problems.add(sentence);
  }

  /**
   * Checks that there were no problems.
   *
   * @throws ConfigurationException with every problem recorded so far
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private boolean noted(String sentence) {
    problem(sentence);
    return false;
  }

  private <T> Optional<T> parsed(
      String name, String value, Function<String, T> parser, String form) {
    try {
      return Optional.of(parser.apply(value));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      problem(name + " is \"" + value + "\", which is not " + form + ".");
      return Optional.empty();
    }
  }

  private static Duration duration(String value) {
    String text = value.toUpperCase(Locale.ROOT);
    return text.startsWith("P") ? Duration.parse(text) : Duration.parse("PT" + text);
  }

  private static long bytes(String value) {
    String text = value.toUpperCase(Locale.ROOT);
    String unit = text.substring(text.length() - 1);
    Long factor = UNITS.get(unit);
    return factor == null
        ? Long.parseLong(text)
        : Math.multiplyExact(Long.parseLong(text.substring(0, text.length() - 1)), factor);
  }
}
