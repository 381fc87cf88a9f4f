package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.codec.AudioCodec;

/**
 * Everything that determines the soundtrack of a render.
 *
 * @param kbps bit rate of a lossy codec, in kbit/s
 */
public record SoundtrackSpec(MixSpec mix, AudioCodec codec, int kbps) {

  Sha256 key() {
    return Sha256.of(Json.canonical(this));
  }
}
