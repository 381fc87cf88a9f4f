package io.patchwork.worker.capacity;

import io.patchwork.worker.Otio;
import java.util.ArrayList;
import java.util.List;

/** Renders, by what they cost; in seconds of film. */
enum FilmClass {
  /** 1080p: clips of three seconds dissolve into each other, a title on every fourth. */
  DISSOLVES("film-dissolves", "final"),
  /** 1080p: clips of three seconds, one behind the other. */
  CUTS("film-cuts", "final"),
  /** The first in the profile in which editors look at it. */
  PREVIEW("preview", "preview");

  static final int ASSETS = 3;
  static final int SECONDS_OF_ASSET = 12;
  static final List<Integer> SIZES = List.of(9, 60);
  static final int JOBS = 2;

  private static final int RATE = 30;
  private static final int CLIP = 3 * RATE;
  private static final int REACH = 7;

  private final String label;
  private final String profile;

  FilmClass(String label, String profile) {
    this.label = label;
    this.profile = profile;
  }

  String label() {
    return label;
  }

  String profile() {
    return profile;
  }

  static String asset(int number) {
    return "shot-" + number % ASSETS;
  }

  /**
   * A film.
   *
   * @param number films of other numbers have no segment in common with it
   * @param seconds a multiple of three
   */
  byte[] timeline(int number, int seconds) {
    Otio otio = new Otio(Integer.toString(RATE));
    List<String> picture = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    List<String> audio = new ArrayList<>();
    for (int i = 0; i < seconds * RATE / CLIP; i++) {
      String url = "asset:" + asset(i + number);
      // Room for a dissolve on either side.
      int start = REACH + 1 + (7 * number + 61 * i) % (SECONDS_OF_ASSET * RATE - CLIP - 3 * REACH);
      if (i > 0 && this != CUTS) {
        picture.add(otio.transition(REACH, REACH));
      }
      picture.add(otio.clip(url, start, CLIP));
      audio.add(otio.clip(url, start, CLIP));
      titles.add(
          i % 4 == 1 && this != CUTS
              ? otio.generator("Title", "\"text\":\"Film " + number + ", part " + i + "\"", CLIP)
              : otio.gap(CLIP));
    }
    otio.track("Video", picture.toArray(String[]::new));
    if (this != CUTS) {
      otio.track("Video", titles.toArray(String[]::new));
    }
    return otio.track("Audio", audio.toArray(String[]::new)).bytes();
  }
}
