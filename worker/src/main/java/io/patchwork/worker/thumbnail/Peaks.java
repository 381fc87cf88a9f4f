package io.patchwork.worker.thumbnail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lowest and highest sample of all channels in every interval of audio, in 8 bits, in the data
 * format of the BBC's audiowaveform (version 2). Not thread-safe.
 */
final class Peaks {

  private static final int BUFFER = 1 << 16;
  private static final int TO_BYTE = 8;

  private final int channels;
  private final int samplesPerPixel;

  /** Lowest and highest values in turn. */
  private byte[] data = new byte[1 << 12];

  private int length;
  private int inPixel;
  private int low = Short.MAX_VALUE;
  private int high = Short.MIN_VALUE;

  /** The lowest and highest sample, -128 to 127. */
  record Range(int low, int high) {}

  Peaks(int channels, int samplesPerPixel) {
    this.channels = channels;
    this.samplesPerPixel = samplesPerPixel;
  }

  /** Reads samples of 16 bits, little-endian, the channels of each instant in turn. */
  void read(InputStream bytes) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = bytes.readNBytes(buffer, 0, BUFFER);
        n > 1;
        n = bytes.readNBytes(buffer, 0, BUFFER)) {
      for (int i = 0; i + 1 < n; i += 2) {
        sample((short) ((buffer[i] & 0xff) | (buffer[i + 1] << 8)));
      }
    }
    if (inPixel > 0) {
      pixel();
    }
  }

  private void sample(short sample) {
    low = Math.min(low, sample);
    high = Math.max(high, sample);
    if (++inPixel == channels * samplesPerPixel) {
      pixel();
    }
  }

  private void pixel() {
    if (2 * length == data.length) {
      data = Arrays.copyOf(data, 2 * data.length);
    }
    data[2 * length] = (byte) (low >> TO_BYTE);
    data[2 * length + 1] = (byte) (high >> TO_BYTE);
    length++;
    inPixel = 0;
    low = Short.MAX_VALUE;
    high = Short.MIN_VALUE;
  }

  /** The peaks of parts {@code from} to {@code to} of a division into {@code of} equal parts. */
  Range between(int from, int to, int of) {
    int first = (int) ((long) from * length / of);
    int last = Math.max(first + 1, (int) ((long) to * length / of));
    int lowest = 0;
    int highest = 0;
    for (int i = first; i < last && i < length; i++) {
      lowest = Math.min(lowest, data[2 * i]);
      highest = Math.max(highest, data[2 * i + 1]);
    }
    return new Range(lowest, highest);
  }

  /** The JSON document that players read. */
  String json(int sampleRate) {
    StringBuilder text = new StringBuilder();
    text.append("{\"version\":2,\"channels\":1,\"sample_rate\":").append(sampleRate);
    text.append(",\"samples_per_pixel\":").append(samplesPerPixel);
    text.append(",\"bits\":8,\"length\":").append(length).append(",\"data\":[");
    for (int i = 0; i < 2 * length; i++) {
      text.append(i == 0 ? "" : ",").append(data[i]);
    }
    return text.append("]}").toString();
  }
}
