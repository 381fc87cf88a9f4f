package io.patchwork.schema.timeline;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of a subtitle track.
 *
 * @param isBurnedIn whether they are burnt into the video rather than selectable
 * @param language BCP 47 tag; null where unknown
 * @param name name that players show; null for that of the language
 * @param style of burnt-in subtitles; its text is empty
 */
public record SubtitleTrackOptions(
    boolean isBurnedIn, @Nullable String language, @Nullable String name, Title style) {

  private static final Pattern TAG = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}");

  /** Whether a text has the form of a language tag. */
  public static boolean isLanguage(String tag) {
    return TAG.matcher(tag).matches();
  }

  /** The name that players show. */
  public String label() {
    if (name != null) {
      return name;
    }
    if (language == null) {
      return "Subtitles";
    }
    // A language's name in the language itself.
    Locale locale = Locale.forLanguageTag(language);
    String own = locale.getDisplayName(locale);
    return own.isEmpty() ? language : own;
  }
}
