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

/** The samples of a sound, to be fingerprinted. */
record AudioHashInput(Tap audio) {

  static final String SAMPLES = "chroma.s16";
  static final String DECODED_DIGEST = "sound.sha256";
  private static final String SAID = "SHA256=";
  private static final int MAX_OUTPUT_BYTES = 1 << 10;
  private static final int BUFFER = 1 << 15;

  static AudioHashInput of(AudioStream stream) {
    return new AudioHashInput(HouseFormat.audio(stream));
  }

  /**
   * What the print hears, and the digest of the samples as they are decoded: when they are heard,
   * containers round.
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
   * The digest that FFmpeg wrote.
   *
   * @throws IOException if it did not
   */
  static Sha256 decodedDigest(Path file) throws IOException {
    String said = ChildOutput.text(file, MAX_OUTPUT_BYTES).strip();
    if (!said.startsWith(SAID)) {
      throw new UnexpectedContent(file.getFileName() + " has no digest");
    }
    return new Sha256(said.substring(SAID.length()));
  }

  /** Hears samples of 16 bits, little-endian. */
  static void hear(InputStream bytes, Chromaprint print) throws IOException {
    byte[] buffer = new byte[BUFFER];
    short[] samples = new short[BUFFER / 2];
    for (int n = bytes.readNBytes(buffer, 0, BUFFER);
        n > 1;
        n = bytes.readNBytes(buffer, 0, BUFFER)) {
      for (int i = 0; i < n / 2; i++) {
        samples[i] = (short) ((buffer[2 * i] & 0xff) | (buffer[2 * i + 1] << 8));
      }
      print.hear(samples, n / 2);
    }
  }
}
