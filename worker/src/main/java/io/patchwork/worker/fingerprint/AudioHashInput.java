package io.patchwork.worker.fingerprint;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.worker.failure.UnexpectedContent;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Tap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** The audio samples that are fingerprinted. */
record AudioHashInput(Tap audio) {

  static final String SAMPLES = "chroma.s16";
  static final String DECODED_DIGEST = "sound.sha256";
  private static final String PREFIX = "SHA256=";
  private static final int MAX_OUTPUT_BYTES = 1 << 10;
  private static final int BUFFER = 1 << 15;

  static AudioHashInput of(AudioStream stream) {
    return new AudioHashInput(HouseFormat.audio(stream));
  }

  /**
   * The samples for the fingerprint, and the digest of the samples as decoded, without timestamps,
   * which containers round.
   */
  List<OutputSpec> outputs() {
    return List.of(
        OutputSpec.stream(
            SAMPLES,
            audio.through(
                Filter.of(
                    "aresample",
                    "sample_rate",
                    Chromaprint.RATE,
                    "out_chlayout",
                    "mono",
                    "out_sample_fmt",
                    "s16")),
            Encoding.samples()),
        OutputSpec.file(DECODED_DIGEST, List.of(Tap.audio()), Encoding.digestOfSamples()));
  }

  /**
   * Reads the digest that FFmpeg wrote.
   *
   * @throws IOException if there is no digest
   */
  static Sha256 decodedDigest(Path file) throws IOException {
    String line = ChildOutput.text(file, MAX_OUTPUT_BYTES).strip();
    if (!line.startsWith(PREFIX)) {
      throw new UnexpectedContent(file.getFileName() + " has no digest");
    }
    return new Sha256(line.substring(PREFIX.length()));
  }

  /** Reads samples of 16 bits, little-endian, into a fingerprint. */
  static void read(InputStream bytes, Chromaprint print) throws IOException {
    byte[] buffer = new byte[BUFFER];
    short[] samples = new short[BUFFER / 2];
    for (int n = bytes.readNBytes(buffer, 0, BUFFER);
        n > 1;
        n = bytes.readNBytes(buffer, 0, BUFFER)) {
      for (int i = 0; i < n / 2; i++) {
        samples[i] = (short) ((buffer[2 * i] & 0xff) | (buffer[2 * i + 1] << 8));
      }
      print.add(samples, n / 2);
    }
  }
}
