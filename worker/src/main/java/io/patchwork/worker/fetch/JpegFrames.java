package io.patchwork.worker.fetch;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells the frames of a bare Motion JPEG stream from a photo, by their markers (ITU-T T.81, annex
 * B). A photo may hold further JPEGs behind its own, of which its tags speak.
 */
final class JpegFrames {

  /** JPEGs in a row, before another one, that make a film. */
  private static final int PLAIN = 2;

  private static final int START = 0xd8;
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;

  private final InputStream in;

  private JpegFrames(InputStream in) {
    this.in = in;
  }

  /** Whether a JPEG that speaks of no other is followed at once by two others. */
  static boolean in(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      JpegFrames frames = new JpegFrames(in);
      for (int i = 0; i < PLAIN; i++) {
        if (!frames.skipsPlain()) {
          return false;
        }
      }
      return frames.starts();
    } catch (EOFException end) {
      return false;
    }
  }

  private boolean starts() throws IOException {
    return read() == 0xff && read() == START;
  }

  /** Skips a JPEG; false where there is none, or one with tags of other pictures. */
  private boolean skipsPlain() throws IOException {
    if (!starts()) {
      return false;
    }
    int marker = marker();
    while (marker != END) {
      int length = (read() << 8 | read()) - 2;
      if (length < 0) {
        return false;
      }
      byte[] segment = in.readNBytes(length);
      boolean mayHoldMore =
          (marker == APP1 || marker == APP2)
              && !new String(segment, StandardCharsets.ISO_8859_1).startsWith("ICC_PROFILE");
      if (mayHoldMore) {
        return false;
      }
      marker = marker == SCAN ? markerBehindScan() : marker();
    }
    return true;
  }

  private int marker() throws IOException {
    int next = read();
    while (next != 0xff) {
      next = read();
    }
    while (next == 0xff) {
      next = read();
    }
    return next;
  }

  /** The next marker that is neither a stuffed byte nor a restart. */
  private int markerBehindScan() throws IOException {
    int marker = marker();
    while (marker == 0 || (marker >= 0xd0 && marker <= 0xd7)) {
      marker = marker();
    }
    return marker;
  }

  private int read() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException();
    }
    return next;
  }
}
