package io.patchwork.schema.timeline;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a track of subtitles.
 *
 * @param isBurnedIn whether they are in the picture for everybody to see; else they lie beside it,
 *     to be switched on
 * @param language a tag of BCP 47; absent where nobody says it
 * @param name what people choose it by; absent for the language
 * @param style of what is burnt in; its text is empty
 */
public record SubtitleTrackOptions(
    boolean isBurnedIn, @Nullable String language, @Nullable String name, Title style) {

  private static final Pattern TAG = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}");

  /** Whether a text is a tag of a language, as far as its form tells. */
  public static boolean isLanguage(String tag) {
    return TAG.matcher(tag).matches();
  }

  /** What people choose it by. */
  public String label() {
    if (name != null) {
      return name;
    }
    if (language == null) {
      return "Subtitles";
    }
    // A language is called what those call it who speak it.
    Locale locale = Locale.forLanguageTag(language);
    String own = locale.getDisplayName(locale);
    return own.isEmpty() ? language : own;
  }
}
