package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.timelineimport.ImportFailed;
import io.patchwork.worker.timelineimport.LocalFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arguments that several commands parse. */
final class Arguments {

  /**
   * A contributor with a share of the asset; one that is only proposed ends with a question mark.
   */
  private static final Pattern SHARE = Pattern.compile("(.*):([0-9]{1,9}/[1-9][0-9]{0,8})(\\??)");

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([smhd])");
  private static final int HASH_DIGITS = 8;
  private static final int MAX_ID_LENGTH = 128;

  private Arguments() {}

  /** A time that has passed, as in {@code 90s}, {@code 20m}, {@code 24h}, {@code 7d}. */
  static Duration duration(String option, String text) throws CommandFailed {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw CommandFailed.usage(option + " is " + text + "; write a time as in 90s, 20m, 24h, 7d.");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** Whether an argument is the URI of an asset or object rather than a file name. */
  static boolean isUri(String argument) {
    return argument.startsWith("asset:")
        || argument.startsWith("s3://")
        || argument.startsWith("file:///");
  }

  /** Uploads a file of this machine to the store. */
  static LocalFile file(String file, ObjectStore store) throws CommandFailed {
    if (file.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
      throw CommandFailed.usage(
          "Files are not fetched from addresses like "
              + file
              + "; download the file and name that.");
    }
    try {
      return LocalFile.put(Path.of(file), store);
    } catch (ImportFailed e) {
      throw CommandFailed.of(e);
    }
  }

  /** The id that a file name gives: without folders, extension and what an id cannot have. */
  static String stem(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    String stem = name.replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9._-]+", "-");
    String id = stem.replaceFirst("^[^A-Za-z0-9]+", "");
    return id.isEmpty()
        ? "timeline-" + Sha256.of(name).hex().substring(0, HASH_DIGITS)
        : id.substring(0, Math.min(MAX_ID_LENGTH, id.length()));
  }

  /** An argument as a shell reads it. */
  static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:@%+,=-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  /**
   * Parses an id.
   *
   * @param option name of the option or parameter, for the error
   */
  static Id id(String option, String text) throws CommandFailed {
    try {
      return new Id(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage(
          "The value of " + option + ", \"" + text + "\", is not an id: " + e.getMessage() + ".");
    }
  }

  /** The same of a job's id, which may be any that CloudEvents have. */
  static JobId jobId(String option, String text) throws CommandFailed {
    try {
      return new JobId(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage(
          "The value of " + option + ", \"" + text + "\", is not an id: " + e.getMessage() + ".");
    }
  }

  /** A contributor as {@code ID:NAME:ROLE:SHARE}, of which only the id is needed. */
  static Contributor contributor(String text) throws CommandFailed {
    Matcher shared = SHARE.matcher(text);
    boolean hasShare = shared.matches();
    String[] parts = (hasShare ? shared.group(1) : text).split(":", 3);
    if (!Id.isValid(parts[0])) {
      throw CommandFailed.usage(
          "The value of --contributor, \""
              + text
              + "\", does not begin with an id; write ID:NAME:ROLE, as in ana:\"Ana Souza\":camera,"
              + " with an id of letters, digits, dots, dashes and underscores.");
    }
    return new Contributor(
        new Id(parts[0]),
        parts.length > 1 && !parts[1].isBlank() ? parts[1] : null,
        parts.length > 2 && !parts[2].isBlank() ? parts[2] : null,
        hasShare ? Fraction.parse(shared.group(2)) : null,
        (hasShare && !shared.group(3).isEmpty()) ? Boolean.FALSE : null,
        Collections.emptySortedMap());
  }

  /** A time of an option, in seconds or as a clock. */
  static RationalTime time(String option, String text) throws CommandFailed {
    if (!text.matches("([0-9]{1,4}:)?([0-9]{1,4}:)?[0-9]{1,6}(\\.[0-9]{1,9})?")) {
      throw CommandFailed.usage(
          "The value of "
              + option
              + ", \""
              + text
              + "\", is not a time; write seconds, as in 90.5, or h:mm:ss.mmm, as in 0:01:30.500.");
    }
    RationalTime time = RationalTime.ZERO;
    for (String part : text.split(":", -1)) {
      time = time.times(Fraction.of(60)).plus(new RationalTime(Fraction.of(new BigDecimal(part))));
    }
    return time;
  }
}
