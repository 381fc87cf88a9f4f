package io.patchwork.worker.sandboxedjvm;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.NoMemoryFree;
import io.patchwork.common.process.StandbyChild;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Crashed;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Interrupted;
import io.patchwork.worker.ffmpeg.JobFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Reads what FFmpeg does not read of pictures, one sandboxed JVM a picture: tags, the ICC profile,
 * and the pixels of TIFF and animated WebP. Thread-safe.
 */
public final class PictureReader implements AutoCloseable {

  private static final String WEBP = "image/webp";

  /** Offset of the flags in an extended WebP header. */
  private static final int WEBP_FLAGS = 20;

  /** Separates the parts of a request to the JVM. */
  public static final String SEPARATOR = "\t";

  /** In place of the unpacked form of a picture that FFmpeg decodes. */
  public static final String NOTHING = "-";

  private static final int MAX_DESCRIPTION_BYTES = 1 << 20;

  private final SpareJvms spares;

  /**
   * A reader.
   *
   * @param folder for files of waiting JVMs; on the disk of the jobs' folders
   * @param most maximum number of JVMs that wait for a picture
   */
  public PictureReader(ChildProcesses children, Path folder, int most) {
    this.spares = new SpareJvms(children, folder, most);
  }

  /** The decoded form of an image that FFmpeg does not decode well. */
  public enum Unpacked {
    /** A PNG of the first page, in sRGB, not necessarily upright. */
    SCAN("unpacked.png"),
    /** An APNG, opaque. */
    ANIMATION("unpacked.apng");

    private final String file;

    Unpacked(String file) {
      this.file = file;
    }

    /** Its name in {@code out}. */
    public String file() {
      return file;
    }

    /** The decoded form of an image; empty if FFmpeg decodes it. */
    public static Optional<Unpacked> of(String mediaType, Path picture) throws IOException {
      if (mediaType.equals(SandboxedJvm.TIFF)) {
        return Optional.of(SCAN);
      }
      return mediaType.equals(WEBP) && isAnimated(picture)
          ? Optional.of(ANIMATION)
          : Optional.empty();
    }
  }

  /** Whether the extended header of a WebP has the animation flag. */
  private static boolean isAnimated(Path webp) throws IOException {
    try (InputStream in = Files.newInputStream(webp)) {
      byte[] head = in.readNBytes(WEBP_FLAGS + 1);
      return head.length > WEBP_FLAGS
          && new String(head, 12, 4, StandardCharsets.ISO_8859_1).equals("VP8X")
          && (head[WEBP_FLAGS] & 2) != 0;
    }
  }

  /**
   * Begins to read a picture.
   *
   * @param folder holds {@code in/file}
   */
  public Begun begin(Path folder, String file, String mediaType, Optional<Unpacked> unpacked)
      throws Failure, InterruptedException {
    String request =
        String.join(
            SEPARATOR, "../in/" + file, mediaType, unpacked.map(Unpacked::file).orElse(NOTHING));
    try {
      try {
        return ordered(started(spares::take), request, folder, file, unpacked);
      } catch (StandbyChild.Ended whileItWaited) {
        return ordered(started(spares::start), request, folder, file, unpacked);
      }
    } catch (StandbyChild.Ended again) {
      throw new Fault("a reader does not live to read", again);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** Reads a picture from beginning to end, as {@link #begin} does. */
  public PictureReading read(
      Path folder, String file, String mediaType, Optional<Unpacked> unpacked)
      throws Failure, InterruptedException {
    try (Begun begun = begin(folder, file, mediaType, unpacked)) {
      return begun.await();
    }
  }

  /**
   * Starts a JVM for the next picture where one was used. Whoever read a picture calls this once
   * nothing else is to be done for it: the start takes a processor for a while.
   */
  public void prepare() {
    spares.replace();
  }

  private static Begun ordered(
      SpareJvms.Spare spare, String request, Path folder, String file, Optional<Unpacked> unpacked)
      throws IOException, Failure, InterruptedException {
    try {
      JobFolder.link(folder.resolve("in").resolve(file), spare.folder(), file);
      spare.child().order(request);
    } catch (NoMemoryFree e) {
      spare.close();
      throw new Interrupted();
    } catch (IOException | Failure | InterruptedException e) {
      spare.close();
      throw e;
    }
    return new Begun(spare, folder, unpacked);
  }

  /** A picture that is being read, to be closed by whoever began. */
  public static final class Begun implements AutoCloseable {
    private final SpareJvms.Spare spare;
    private final Path folder;
    private final Optional<Unpacked> unpacked;

    private Begun(SpareJvms.Spare spare, Path folder, Optional<Unpacked> unpacked) {
      this.spare = spare;
      this.folder = folder;
      this.unpacked = unpacked;
    }

    /**
     * Waits for the end. The unpacked picture, where one was asked for, and the lookup table are
     * then in the picture's folder, in {@code out}.
     *
     * @throws Failure.BadMedia if the JVM's memory did not suffice
     */
    public PictureReading await() throws Failure, InterruptedException {
      try {
        JvmChild.check(spare.child().await(line -> {}));
        Path out = spare.folder().resolve("out");
        PictureReading reading =
            description(ChildOutput.read(out.resolve(PictureReading.FILE), MAX_DESCRIPTION_BYTES));
        if (reading.isUnpacked() && unpacked.isPresent()) {
          take(unpacked.get().file(), out, folder);
        }
        if (Files.exists(out.resolve(PictureReading.LUT), LinkOption.NOFOLLOW_LINKS)) {
          take(PictureReading.LUT, out, folder);
        }
        return reading;
      } catch (IOException e) {
        throw Disk.failure(e);
      }
    }

    @Override
    public void close() {
      spare.close();
    }
  }

  private interface Starting {
    SpareJvms.Spare start() throws IOException, InterruptedException;
  }

  private static SpareJvms.Spare started(Starting starting) throws Fault, InterruptedException {
    try {
      return starting.start();
    } catch (IOException e) {
      throw new Fault("a reader cannot be started: " + e.getMessage(), e);
    }
  }

  private static PictureReading description(byte[] bytes) throws Crashed {
    try {
      return PictureReading.of(bytes);
    } catch (IOException none) {
      throw new Crashed("reader wrote no description: " + none);
    }
  }

  private static void take(String file, Path from, Path folder) throws IOException {
    Path to = Files.createDirectories(folder.resolve("out"));
    Files.move(from.resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Ends the JVMs that wait. */
  @Override
  public void close() {
    spares.close();
  }
}
