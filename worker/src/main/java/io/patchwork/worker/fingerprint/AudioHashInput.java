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
import java.util.ArrayList;
import java.util.List;

/**
 * The audio samples that are fingerprinted.
 *
 * @param channels of {@code audio}, one or two
 */
record AudioHashInput(Tap audio, int channels) {

  static final String SAMPLES = "chroma.s16";
  static final String DECODED_DIGEST = "sound.sha256";
  private static final String PREFIX = "SHA256=";
  private static final int MAX_OUTPUT_BYTES = 1 << 10;
  private static final int BUFFER = 1 << 15;

  static AudioHashInput of(AudioStream stream) {
    return new AudioHashInput(HouseFormat.audio(stream), HouseFormat.channels(stream));
  }

  /**
   * The samples for the fingerprint: of mono, or of half the sum and half the difference of left
   * and right. And the digest of the samples as decoded, without timestamps, which containers
   * round.
   */
  List<OutputSpec> outputs() {
    List<Filter> filters = new ArrayList<>();
    if (channels == 2) {
      filters.add(Filter.of("pan", "args", "stereo|c0=0.5*c0+0.5*c1|c1=0.5*c0-0.5*c1"));
    }
    filters.add(Filter.of("aresample", "sample_rate", Chromaprint.RATE, "out_sample_fmt", "s16"));
    return List.of(
        OutputSpec.stream(SAMPLES, audio.through(filters), Encoding.samples()),
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

  /** Reads samples of 16 bits, little-endian, into a fingerprint of the sum. */
  void read(InputStream bytes, MonoPrint print) throws IOException {
    byte[] buffer = new byte[BUFFER];
    short[] sum = new short[BUFFER / (2 * channels)];
    short[] difference = new short[sum.length];
    for (int n = bytes.readNBytes(buffer, 0, BUFFER);
        n > 1;
        n = bytes.readNBytes(buffer, 0, BUFFER)) {
      int instants = n / (2 * channels);
      for (int i = 0; i < instants; i++) {
        sum[i] = sample(buffer, channels * i);
        difference[i] = channels == 1 ? 0 : sample(buffer, channels * i + 1);
      }
      print.add(sum, difference, instants);
    }
  }

  private static short sample(byte[] buffer, int index) {
    return (short) ((buffer[2 * index] & 0xff) | (buffer[2 * index + 1] << 8));
  }
}
