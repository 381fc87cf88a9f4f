package io.patchwork.worker.playlist;

import io.patchwork.schema.manifest.Disposition;
import io.patchwork.schema.manifest.StreamLabel;
import java.util.Locale;
import java.util.Optional;

/** What audio is for, in the words of HLS and DASH. */
final class AudioPurpose {

  private AudioPurpose() {}

  /** The name that players show: its title, or its language in that language. */
  static Optional<String> name(StreamLabel label) {
    return Optional.ofNullable(label.title())
        .map(title -> title.replaceAll("[\\p{C}\\s\"]+", " ").strip())
        .filter(title -> !title.isEmpty())
        .or(() ->
            Optional.ofNullable(label.language())
                .map(Locale::forLanguageTag)
                .map(locale -> locale.getDisplayLanguage(locale))
                .filter(name -> !name.isEmpty()));
  }

  /** The media characteristics of HLS (draft-pantos-hls-rfc8216bis, 4.4.6.1). */
  static Optional<String> characteristics(StreamLabel label) {
    if (isDescription(label)) {
      return Optional.of("public.accessibility.describes-video");
    }
    return label.is(Disposition.HEARING_IMPAIRED)
        ? Optional.of("public.accessibility.enhances-speech-intelligibility")
        : Optional.empty();
  }

  /** The role of DASH (ISO/IEC 23009-1, 5.8.5.5). */
  static String role(StreamLabel label) {
    if (isDescription(label)) {
      return "description";
    }
    if (label.is(Disposition.HEARING_IMPAIRED)) {
      return "enhanced-audio-intelligibility";
    }
    if (label.is(Disposition.COMMENT)) {
      return "commentary";
    }
    return label.is(Disposition.DUB) ? "dub" : "main";
  }

  private static boolean isDescription(StreamLabel label) {
    return label.is(Disposition.VISUAL_IMPAIRED) || label.is(Disposition.DESCRIPTIONS);
  }
}
