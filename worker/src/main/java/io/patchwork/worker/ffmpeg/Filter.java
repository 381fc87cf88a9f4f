package io.patchwork.worker.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One filter of a graph and its named options. Values are escaped when the graph is written, so
 * they may hold any text.
 */
public record Filter(String name, List<Option> options) {

  /** An option and its value, unescaped. */
  public record Option(String name, String value) {}

  public Filter {
    options = List.copyOf(options);
  }

  /**
   * A filter with options given as name, value, name, value …
   *
   * @throws IllegalArgumentException if a value is missing
   */
  public static Filter of(String name, Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("an option without a value: " + name);
    }
    List<Option> options = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.add(new Option(namesAndValues[i].toString(), namesAndValues[i + 1].toString()));
    }
    return new Filter(name, options);
  }

  @Override
  public String toString() {
    return options.isEmpty()
        ? name
        : name
            + options.stream()
                .map(option -> option.name + "=" + escaped(option.value))
                .collect(Collectors.joining(":", "=", ""));
  }

  /**
   * The two levels of FFmpeg's filter escaping: first for the option's value, then for the graph
   * (ffmpeg-filters manual, "Notes on filtergraph escaping").
   */
  static String escaped(String value) {
    return value.replaceAll("([\\\\':])", "\\\\$1").replaceAll("([\\\\'\\[\\],;])", "\\\\$1");
  }
}
