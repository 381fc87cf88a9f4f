package io.patchwork.worker.ffmpeg;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Language tags (RFC 5646) of what containers say: the codes of ISO 639-2, both the terminological
 * and the bibliographic ones, become those of two letters where there are any (RFC 5646, 2.2.1).
 */
final class LanguageTag {

  /** The codes of ISO 639-2/B that differ from those of ISO 639-2/T. */
  private static final Map<String, String> BIBLIOGRAPHIC =
      Map.ofEntries(
          Map.entry("alb", "sq"),
          Map.entry("arm", "hy"),
          Map.entry("baq", "eu"),
          Map.entry("bur", "my"),
          Map.entry("chi", "zh"),
          Map.entry("cze", "cs"),
          Map.entry("dut", "nl"),
          Map.entry("fre", "fr"),
          Map.entry("geo", "ka"),
          Map.entry("ger", "de"),
          Map.entry("gre", "el"),
          Map.entry("ice", "is"),
          Map.entry("mac", "mk"),
          Map.entry("may", "ms"),
          Map.entry("mao", "mi"),
          Map.entry("per", "fa"),
          Map.entry("rum", "ro"),
          Map.entry("slo", "sk"),
          Map.entry("tib", "bo"),
          Map.entry("wel", "cy"));

  /** Undetermined, and not coded. */
  private static final Set<String> NONE = Set.of("und", "mis");

  private static final Map<String, String> SHORT = shortCodes();

  private LanguageTag() {}

  private static Map<String, String> shortCodes() {
    Map<String, String> codes = new HashMap<>(BIBLIOGRAPHIC);
    Arrays.stream(Locale.getISOLanguages())
        .forEach(code -> codes.put(Locale.of(code).getISO3Language(), code));
    return Map.copyOf(codes);
  }

  /** The tag of a code or tag; empty where it says nothing, or is none. */
  static Optional<String> of(String code) {
    String[] parts = code.strip().replace('_', '-').split("-", 2);
    String language = parts[0].toLowerCase(Locale.ROOT);
    if (language.isEmpty() || NONE.contains(language)) {
      return Optional.empty();
    }
    String tag = SHORT.getOrDefault(language, language) + (parts.length > 1 ? "-" + parts[1] : "");
    try {
      return Optional.of(new Locale.Builder().setLanguageTag(tag).build().toLanguageTag());
    } catch (IllformedLocaleException noTag) {
      return Optional.empty();
    }
  }
}
