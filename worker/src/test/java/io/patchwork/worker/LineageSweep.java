package io.patchwork.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Small films at every rate and of every length from 1 to 100 frames whose video and audio change
 * with their ends: where an exact time and a whole sample are not the same instant.
 */
public final class LineageSweep {

  private static final List<String> RATES =
      List.of(
          "23.976023976023978", "24", "25", "29.97002997002997", "30", "50", "59.94005994005994");

  private static final int LONGEST = 100;

  private LineageSweep() {}

  /** What changes in a film. */
  public enum Change {
    FADE_IN,
    FADE_OUT,
    KEYS,
    CROSSFADE,
    WIPE
  }

  /** A film of the assets {@code a} and {@code b}. */
  public record Case(String rate, int frames, Change change) {

    public Otio otio() {
      Otio otio = new Otio(rate);
      return switch (change) {
        case FADE_IN -> alone(otio, "\"fadeIn\":1", "\"fadeIn\":\"1/3\"");
        case FADE_OUT -> alone(otio, "\"fadeOut\":1", "\"fadeOut\":\"1/3\"");
        case KEYS ->
            alone(
                otio,
                "\"opacity\":[{\"at\":0.1,\"value\":0},{\"at\":1,\"value\":1}]",
                "\"gain\":[{\"at\":\"1/7\",\"value\":1},{\"at\":\"2/3\",\"value\":0}]");
        case CROSSFADE -> joined(otio, "", "\"curve\":\"equal-power\"");
        case WIPE -> joined(otio, "\"kind\":\"wipe-left\"", "\"curve\":\"linear\"");
      };
    }

    private Otio alone(Otio otio, String look, String mix) {
      return otio.track("Video", otio.clip("asset:a", 3, frames, "", look))
          .track("Audio", otio.clip("asset:a", 3, frames, "", mix));
    }

    private Otio joined(Otio otio, String look, String mix) {
      int in = (frames + 1) / 2;
      int out = frames / 2;
      return otio.track(
              "Video",
              otio.clip("asset:a", frames, frames),
              otio.transition(in, out, look),
              otio.clip("asset:b", frames, frames))
          .track(
              "Audio",
              otio.clip("asset:a", frames, frames),
              otio.transition(in, out, mix),
              otio.clip("asset:b", frames, frames));
    }
  }

  /** All 3,500 films. */
  public static List<Case> all() {
    List<Case> all = new ArrayList<>();
    for (String rate : RATES) {
      for (int frames = 1; frames <= LONGEST; frames++) {
        for (Change change : Change.values()) {
          all.add(new Case(rate, frames, change));
        }
      }
    }
    return all;
  }

  /** A number of films by chance. */
  public static List<Case> drawn(RandomGenerator random, int number) {
    List<Case> all = all();
    return random.ints(0, all.size()).distinct().limit(number).mapToObj(all::get).toList();
  }
}
