package io.patchwork.worker.attribution.ancestry;

/** By what the sounds of a mix share an instant. */
public enum Mixing {
  /** By linear gain. */
  AMPLITUDE,
  /** By the square of linear gain. */
  POWER;

  /** A sound whose weight is what it shares by. */
  Part weighed(Part sound) {
    return switch (this) {
      case AMPLITUDE -> sound;
      case POWER -> sound.weighing(sound.weight().times(sound.weight()));
    };
  }
}
