package io.patchwork.common.config;

import java.util.List;

/** Invalid settings, all of them at once, as sentences that name the variable. */
public final class ConfigurationException extends RuntimeException {

  private final List<String> problems;

  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
