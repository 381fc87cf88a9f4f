package io.patchwork.worker.fingerprint;

import io.patchwork.worker.production.Contribution;

/** What a source is recognised by. */
public sealed interface FingerprintContribution extends Contribution permits Prints, TextPrints {}
