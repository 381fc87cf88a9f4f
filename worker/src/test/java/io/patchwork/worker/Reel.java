package io.patchwork.worker;

import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Many small timelines as one: shots one behind the other, each of as many tracks as it needs, so
 * that one film shows what would else take a film each.
 */
final class Reel {

  /** What of a shot is in one track. */
  record Track(List<String> items) {}

  /**
   * A part of the film.
   *
   * @param tracks the lowest first, all of them as long as the shot
   */
  record Shot(String name, int rate, int start, int frames, List<Track> tracks) {

    int end() {
      return start + frames;
    }

    RationalTime begins() {
      return RationalTime.ofSeconds(start, rate);
    }

    RationalTime ends() {
      return RationalTime.ofSeconds(end(), rate);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final int rate;
  private final Otio otio;
  private final List<Shot> shots = new ArrayList<>();

  Reel(int rate) {
    this.rate = rate;
    this.otio = new Otio(Integer.toString(rate));
  }

  /** Writes its items. */
  Otio otio() {
    return otio;
  }

  static Track track(String... items) {
    return new Track(List.of(items));
  }

  /** Adds a shot behind the ones that are there. */
  Shot shot(String name, int frames, Track... tracks) {
    Shot shot = new Shot(name, rate, frames(), frames, List.of(tracks));
    shots.add(shot);
    return shot;
  }

  /** How many there are by now. */
  int frames() {
    return shots.isEmpty() ? 0 : shots.getLast().end();
  }

  /** The timeline of all shots. */
  byte[] bytes() {
    int most = shots.stream().mapToInt(shot -> shot.tracks().size()).max().orElse(0);
    for (int track = 0; track < most; track++) {
      List<String> items = new ArrayList<>();
      for (Shot shot : shots) {
        if (track < shot.tracks().size()) {
          items.addAll(shot.tracks().get(track).items());
        } else {
          items.add(otio.gap(shot.frames()));
        }
      }
      otio.track("Video", items.toArray(String[]::new));
    }
    return otio.bytes();
  }
}
