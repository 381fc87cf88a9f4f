package io.patchwork.worker.render.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.coding.AudioCodec;
import io.patchwork.worker.coding.PictureCoding;
import io.patchwork.worker.coding.VideoCodec;
import io.patchwork.worker.edit.Edit;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.loudness.Levelling;
import io.patchwork.worker.playlist.Packaging;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a render becomes.
 *
 * @param form of a film's file; null for sound alone
 * @param video null for sound alone
 * @param sound null for pictures alone
 * @param packaging which playlists are written over fragments of the film
 */
public record RenderProfile(
    String name,
    @Nullable OutputFormat form,
    @Nullable Video video,
    @Nullable Sound sound,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<Packaging> packaging) {

  @SuppressWarnings("nullness") // an absent set arrives as null from JSON
  public RenderProfile {
    packaging = packaging == null ? Set.of() : Set.copyOf(packaging);
  }

  /** Length of a closed group of pictures, the grid that everything is cut on. */
  private static final int GOP_SECONDS = 2;

  /**
   * The picture.
   *
   * @param preset of the encoder
   * @param crf its constant quality; rate control that knows the whole cannot be cut
   */
  public record Video(VideoCodec codec, String preset, int crf, int width, int height) {

    public FrameSize frame() {
      return new FrameSize(width, height);
    }

    /** How it is encoded at a rate. */
    public PictureCoding coding(FrameRate rate) {
      return new PictureCoding(
          codec,
          preset,
          crf,
          0,
          frame(),
          rate,
          PictureCoding.gopFrames(rate, GOP_SECONDS),
          Conform.Light.SDR,
          true);
    }
  }

  /** The sound. */
  record Sound(AudioCodec codec, int kbps, Levelling loudness) {}

  /**
   * What of a timeline is rendered, at the rate at which it is.
   *
   * @param from null for its beginning
   * @param to null for its end
   * @throws InvalidTimeline if there is nothing between them
   */
  public Timeline of(Timeline timeline, @Nullable RationalTime from, @Nullable RationalTime to)
      throws InvalidTimeline {
    if (form == OutputFormat.PNG) {
      RationalTime first = from == null ? RationalTime.ZERO : from;
      return timeline.between(first, first.plus(RationalTime.ofFrames(1, timeline.rate())));
    }
    Timeline part = timeline.between(from, to);
    return form == null ? part : part.at(form.rate(part.rate()));
  }

  /**
   * Whether an edit is of a length that this is made of.
   *
   * @throws Refused if it is longer
   */
  public void admit(Edit edit) throws Refused {
    if (form != null && edit.duration().compareTo(form.longest()) > 0) {
      throw new Refused(
          FailureCode.TOO_LONG,
          "The profile "
              + name
              + " is for up to "
              + form.longest().toClock()
              + "; render a part of the timeline, or choose another profile.");
    }
  }

  /** An edit, with what of it does not go into this. */
  public Edit of(Edit edit) {
    boolean losesSubtitles =
        !hasSubtitles()
            && edit.captions().shown().stream()
                .anyMatch(caption -> video == null || !caption.subtitling().isBurnt());
    return losesSubtitles
        ? edit.with(
            Map.of(),
            List.of("The profile " + name + " has no tracks of subtitles; they are left out."))
        : edit;
  }

  /** Whether subtitles go along with it, to be switched on. */
  boolean hasSubtitles() {
    return form != null && form.isJoined();
  }

  /** How the name of what comes out ends. */
  public String extension() {
    return form == null ? codec().extension() : form.extension();
  }

  public String mediaType() {
    return form == null ? codec().mediaType() : form.mediaType();
  }

  /** What reads what comes out. */
  public Demuxer demuxer() {
    return form == null ? codec().demuxer() : form.demuxer();
  }

  private AudioCodec codec() {
    return Objects.requireNonNull(sound, "a profile of nothing").codec();
  }
}
