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

/** Numbered pictures as one film: each a frame of it, byte for byte as it lay there. */
final class ImageSequenceImport {

  private static final Set<String> FORMATS = Set.of("png", "jpg", "jpeg");
  private static final long MOST = 100_000;

  private ImageSequenceImport() {}

  /** Where pictures lie. */
  interface Pictures {
    Optional<Path> find(String url) throws ImportFailed;
  }

  /**
   * Packs as many as the timeline knows of, or, where it does not say, as there are.
   *
   * @param folder for the film and on the way to it
   * @throws ImportFailed if one is missing that no other stands for
   */
  static Path pack(ImageSequence sequence, Pictures pictures, FFmpeg ffmpeg, Path folder)
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
    long wanted =
        sequence.availableRange() == null
            ? -1
            : sequence.availableRange().duration().nearestFrame(sequence.rate());
    long count = link(sequence, wanted, pictures, format, folder);
    try {
      ffmpeg.run(pass(sequence, format), folder, progress -> {});
    } catch (Failure e) {
      throw ImportFailed.of(e, "The " + count + " pictures from " + url(sequence, 0) + ": ");
    }
    return folder.resolve("out").resolve(name(sequence));
  }

  /** Pictures that were numbered anew, as a film. */
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

  /** Named after its pictures, for a person to recognise. */
  private static String name(ImageSequence sequence) {
    String stem = sequence.prefix().replaceAll("[^A-Za-z0-9-]+", "-").replaceAll("^-+|-+$", "");
    return (stem.isEmpty() ? "sequence" : stem) + ".mov";
  }

  /** Numbers them anew, without holes; how many there are. */
  private static long link(
      ImageSequence sequence, long wanted, Pictures pictures, String format, Path folder)
      throws ImportFailed, IOException {
    Optional<Path> before = Optional.empty();
    long at = 0;
    while (wanted < 0 || at < wanted) {
      if (at == MOST) {
        throw new ImportFailed(
            FailureCode.TOO_LONG,
            "The image sequence "
                + url(sequence, 0)
                + " is of more than "
                + MOST
                + " pictures; make a video of it.");
      }
      Optional<Path> picture = pictures.find(url(sequence, at));
      if (picture.isEmpty() && wanted < 0) {
        break;
      }
      if (picture.isEmpty() && sequence.isHeld()) {
        picture = before;
      }
      if (picture.isEmpty()) {
        throw missing(sequence, at);
      }
      String name = String.format(Locale.ROOT, "%08d.%s", at, format);
      try {
        JobFolder.link(picture.get().toRealPath(), folder, name);
      } catch (Failure e) {
        throw ImportFailed.of(e, "");
      }
      before = picture;
      at++;
    }
    if (at == 0) {
      throw missing(sequence, 0);
    }
    return at;
  }

  private static ImportFailed missing(ImageSequence sequence, long at) {
    return new ImportFailed(
        FailureCode.MISSING_MEDIA,
        "Image "
            + url(sequence, at)
            + " of the sequence is missing; add it, or set missing_frame_policy to hold.");
  }

  /** The address of a picture, by its place in the sequence. */
  private static String url(ImageSequence sequence, long at) {
    long number = sequence.first() + at * sequence.step();
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
