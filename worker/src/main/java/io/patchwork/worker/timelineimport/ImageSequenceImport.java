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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Packs the images of a sequence into one MOV by packet copy, each image a frame. */
final class ImageSequenceImport {

  private static final Set<String> FORMATS = Set.of("png", "jpg", "jpeg");
  private static final long MAX_IMAGES = 100_000;

  private ImageSequenceImport() {}

  /** Finds an image by its URL; empty where it is missing. */
  interface ImageFinder {
    Optional<Path> find(String url) throws ImportFailed;
  }

  /**
   * Packs the images of the available range, or, without one, all that follow each other.
   *
   * @param folder work folder, in which the file stays
   * @throws ImportFailed if an image is missing and is not to be held
   */
  static Path pack(ImageSequence sequence, ImageFinder finder, FFmpeg ffmpeg, Path folder)
      throws ImportFailed, IOException, InterruptedException {
    String suffix = sequence.suffix();
    String format = suffix.substring(suffix.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
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
    long count = link(sequence, expected, finder, format, folder);
    try {
      ffmpeg.run(pass(sequence, format), folder, progress -> {});
    } catch (Failure e) {
      throw ImportFailed.of(e, "The " + count + " pictures from " + url(sequence, 0) + ": ");
    }
    return folder.resolve("out").resolve(name(sequence));
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

  /** Links the images under consecutive numbers; returns how many. */
  private static long link(
      ImageSequence sequence, long expected, ImageFinder finder, String format, Path folder)
      throws ImportFailed, IOException {
    Optional<Path> previous = Optional.empty();
    long index = 0;
    while (expected < 0 || index < expected) {
      if (index == MAX_IMAGES) {
        throw new ImportFailed(
            FailureCode.TOO_LONG,
            "The image sequence "
                + url(sequence, 0)
                + " is of more than "
                + MAX_IMAGES
                + " pictures; make a video of it.");
      }
      Optional<Path> image = finder.find(url(sequence, index));
      if (image.isEmpty() && expected < 0) {
        break;
      }
      if (image.isEmpty() && sequence.isHeld()) {
        image = previous;
      }
      if (image.isEmpty()) {
        throw missing(sequence, index);
      }
      String name = String.format(Locale.ROOT, "%08d.%s", index, format);
      try {
        JobFolder.link(image.get().toRealPath(), folder, name);
      } catch (Failure e) {
        throw ImportFailed.of(e, "");
      }
      previous = image;
      index++;
    }
    if (index == 0) {
      throw missing(sequence, 0);
    }
    return index;
  }

  private static ImportFailed missing(ImageSequence sequence, long index) {
    return new ImportFailed(
        FailureCode.MISSING_MEDIA,
        "Image "
            + url(sequence, index)
            + " of the sequence is missing; add it, or set missing_frame_policy to hold.");
  }

  /** The URL of an image, by its index in the sequence. */
  private static String url(ImageSequence sequence, long index) {
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
