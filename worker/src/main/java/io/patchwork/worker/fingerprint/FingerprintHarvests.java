package io.patchwork.worker.fingerprint;

import io.patchwork.worker.production.Harvest;

/** Who makes fingerprints. */
public final class FingerprintHarvests {

  private FingerprintHarvests() {}

  /** Begins to make something of what will come out. */
  public static Harvest of(FingerprintContribution contribution) {
    return switch (contribution) {
      case Prints prints -> new PrintsHarvest(prints);
      case TextPrints prints -> new TextPrintsHarvest(prints);
    };
  }
}
