package io.patchwork.worker.timelineimport;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.timeline.MediaReference.ImageSequence;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.JobFolder;
import io.patchwork.worker.ffmpeg.Mp4;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Packs the images of a sequence into one MOV by packet copy, each image a frame. */
final class ImageSequenceImport {

  private static final Set<String> FORMATS = Set.of("png", "jpg", "jpeg");
  private static final int MAX_IMAGES = 100_000;

  private ImageSequenceImport() {}

  /** Finds an image by its URL; empty where it is missing. */
  interface ImageFinder {
    Optional<FileLocation> find(String url);
  }

  /** Takes an image from where it was found. */
  interface ImageTaker {
    Path take(String url, FileLocation image) throws ImportFailed;
  }

  /**
   * Packs images into a film.
   *
   * @param images in order, of a format that {@link #images} accepts
   * @param folder work folder, in which the file stays
   */
  static Path pack(
      ImageSequence sequence,
      List<FileLocation> images,
      ImageTaker taker,
      FFmpeg ffmpeg,
      Path folder)
      throws ImportFailed, IOException, InterruptedException {
    String format = format(sequence);
    for (int i = 0; i < images.size(); i++) {
      String name = String.format(Locale.ROOT, "%08d.%s", i, format);
      try {
        JobFolder.link(taker.take(url(sequence, i), images.get(i)).toRealPath(), folder, name);
      } catch (Failure e) {
        throw ImportFailed.of(e, "");
      }
    }
    try {
      ffmpeg.run(pass(sequence, format), folder, progress -> {});
    } catch (Failure e) {
      throw ImportFailed.of(
          e, "The " + images.size() + " pictures from " + url(sequence, 0) + ": ");
    }
    return folder.resolve("out").resolve(name(sequence));
  }

  private static String format(ImageSequence sequence) {
    String suffix = sequence.suffix();
    return suffix.substring(suffix.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** The pass that packs renumbered images. */
  static Pass pass(ImageSequence sequence, String format) {
    return new Pass(
        List.of(Input.images("%08d." + format, sequence.rate())),
        new FilterGraph(List.of()),
        List.of(new Output(name(sequence), List.of("0:v"), encoding(sequence))),
        Pass.Timestamps.FROM_ZERO,
        null);
  }

  private static Encoding encoding(ImageSequence sequence) {
    Mp4 muxer = new Mp4(Mp4.Brand.MOV, Mp4.Layout.INDEX_LAST);
    return Encoding.copy(muxer.trackInTicksOf(sequence.rate())).bitexact();
  }

  /** A file name from the prefix of the images. */
  private static String name(ImageSequence sequence) {
    String stem = sequence.prefix().replaceAll("[^A-Za-z0-9-]+", "-").replaceAll("^-+|-+$", "");
    return (stem.isEmpty() ? "sequence" : stem) + ".mov";
  }

  /**
   * The images of the available range, or, without one, all that follow each other.
   *
   * @throws ImportFailed if an image is missing and is not to be held, or the sequence cannot be
   *     packed
   */
  static List<FileLocation> images(ImageSequence sequence, ImageFinder finder) throws ImportFailed {
    if (!FORMATS.contains(format(sequence))) {
      throw new ImportFailed(
          FailureCode.UNSUPPORTED_TIMELINE,
          "The image sequence "
              + url(sequence, 0)
              + " has an unsupported image format; export PNG or JPEG, or make a video of it.");
    }
    long expected =
        sequence.availableRange() == null
            ? -1
            : sequence.availableRange().duration().nearestFrame(sequence.rate());
    List<FileLocation> images = new ArrayList<>();
    while (expected < 0 || images.size() < expected) {
      if (images.size() == MAX_IMAGES) {
        throw new ImportFailed(
            FailureCode.TOO_LONG,
            "The image sequence "
                + url(sequence, 0)
                + " is of more than "
                + MAX_IMAGES
                + " pictures; make a video of it.");
      }
      Optional<FileLocation> image = finder.find(url(sequence, images.size()));
      if (image.isEmpty() && expected < 0) {
        break;
      }
      if (image.isEmpty() && sequence.isHeld() && !images.isEmpty()) {
        image = Optional.of(images.getLast());
      }
      if (image.isEmpty()) {
        throw ImportFailed.missingImage(url(sequence, images.size()));
      }
      images.add(image.get());
    }
    if (images.isEmpty()) {
      throw ImportFailed.missingImage(url(sequence, 0));
    }
    return images;
  }

  /** The URL of an image, by its index in the sequence. */
  static String url(ImageSequence sequence, long index) {
    long number = sequence.first() + index * sequence.step();
    String digits = Long.toString(Math.abs(number));
    String padded = "0".repeat(Math.max(0, sequence.padding() - digits.length())) + digits;
    String base = sequence.base();
    return base
        + (base.isEmpty() || base.endsWith("/") ? "" : "/")
        + sequence.prefix()
        + (number < 0 ? "-" : "")
        + padded
        + sequence.suffix();
  }
}
