package io.patchwork.worker.render.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.codec.AudioCodec;
import io.patchwork.worker.codec.VideoCodec;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.loudness.LoudnessNormalisation;
import io.patchwork.worker.playlist.StreamingFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A named choice of output format, codecs, size and loudness for renders. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RenderProfile.Film.class, name = "film"),
  @JsonSubTypes.Type(value = RenderProfile.Images.class, name = "images"),
  @JsonSubTypes.Type(value = RenderProfile.Audio.class, name = "audio")
})
public sealed interface RenderProfile {

  /** A profile with video. */
  sealed interface Visual extends RenderProfile permits Film, Images {
    /** The file format. */
    OutputFormat form();

    Video video();
  }

  /** A profile with audio. */
  sealed interface Audible extends RenderProfile permits Film, Audio {
    AudioSettings audio();
  }

  /**
   * A film; without audio where its timeline has none.
   *
   * @param form a format that is joined from segments
   * @param packaging streaming formats that are made of it as well
   */
  record Film(
      String name,
      OutputFormat form,
      Video video,
      AudioSettings audio,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<StreamingFormat> packaging)
      implements Visual, Audible {

    @SuppressWarnings("nullness") // an absent set arrives as null from JSON
    public Film {
      packaging = packaging == null ? Set.of() : StreamingFormat.inOrder(packaging);
      if (!form.isJoined()) {
        throw new IllegalArgumentException("no film is " + form);
      }
    }
  }

  /**
   * An image, an animation or a ZIP of images; without audio.
   *
   * @param form a format that is drawn from segments
   */
  record Images(String name, OutputFormat form, Video video) implements Visual {
    public Images {
      if (form.isJoined()) {
        throw new IllegalArgumentException("no images are " + form);
      }
    }
  }

  /** Audio alone. */
  record Audio(String name, AudioSettings audio) implements Audible {}

  /**
   * How video is encoded.
   *
   * @param preset the encoder's preset
   * @param crf the encoder's constant quality; segments exclude rate control over the whole film
   */
  record Video(VideoCodec codec, String preset, int crf, int width, int height) {

    /** Length of a closed GOP, in seconds; segments are cut on that grid. */
    private static final int GOP_SECONDS = 2;

    public FrameSize frame() {
      return new FrameSize(width, height);
    }

    /** The coding at a frame rate. */
    public VideoCoding coding(FrameRate rate) {
      return new VideoCoding(
          codec,
          preset,
          crf,
          0,
          frame(),
          rate,
          VideoCoding.gopFrames(rate, GOP_SECONDS),
          HouseFormat.TransferFunction.SDR,
          true);
    }
  }

  /** How audio is encoded; kbps counts only for lossy codecs. */
  record AudioSettings(AudioCodec codec, int kbps, LoudnessNormalisation loudness) {}

  String name();

  /**
   * The part of a timeline that is rendered, at the output's frame rate.
   *
   * @param from null for its beginning
   * @param to null for its end
   * @throws InvalidTimeline if there is nothing between them
   */
  default Timeline trim(Timeline timeline, @Nullable RationalTime from, @Nullable RationalTime to)
      throws InvalidTimeline {
    return switch (this) {
      case Audio _ -> timeline.between(from, to);
      case Visual visual when visual.form() == OutputFormat.PNG -> {
        RationalTime first = from == null ? RationalTime.ZERO : from;
        yield timeline.between(first, first.plus(RationalTime.ofFrames(1, timeline.rate())));
      }
      case Visual visual -> {
        Timeline part = timeline.between(from, to);
        yield part.at(visual.form().rate(part.rate()));
      }
    };
  }

  /**
   * Checks that a timeline is not longer than the format allows.
   *
   * @throws Refused if it is longer
   */
  default void checkDuration(ResolvedTimeline resolved) throws Refused {
    if (this instanceof Visual visual
        && resolved.duration().compareTo(visual.form().maxDuration()) > 0) {
      throw new Refused(
          FailureCode.TOO_LONG,
          "The profile "
              + name()
              + " is for up to "
              + visual.form().maxDuration().toClock()
              + "; render a part of the timeline, or choose another profile.");
    }
  }

  /** The timeline with a warning, where its selectable subtitles have no place in the output. */
  default ResolvedTimeline withoutUnsupportedSubtitles(ResolvedTimeline resolved) {
    boolean losesSubtitles =
        switch (this) {
          case Film _ -> false;
          case Images _ ->
              resolved.subtitles().events().stream()
                  .anyMatch(event -> !event.subtitleOptions().isBurnedIn());
          case Audio _ -> !resolved.subtitles().events().isEmpty();
        };
    return losesSubtitles
        ? resolved.with(
            Map.of(),
            List.of(
                "The profile "
                    + name()
                    + " cannot hold subtitle tracks, so they are left out; burn them in, or"
                    + " choose another profile."))
        : resolved;
  }

  /** Whether the output has selectable subtitle tracks. */
  default boolean hasSubtitles() {
    return switch (this) {
      case Film _ -> true;
      case Images _, Audio _ -> false;
    };
  }

  /** File name extension of the output. */
  default String extension() {
    return switch (this) {
      case Visual visual -> visual.form().extension();
      case Audio audio -> audio.audio().codec().extension();
    };
  }

  default String mediaType() {
    return switch (this) {
      case Visual visual -> visual.form().mediaType();
      case Audio audio -> audio.audio().codec().mediaType();
    };
  }

  /** The demuxer that reads the output. */
  default Demuxer demuxer() {
    return switch (this) {
      case Visual visual -> visual.form().demuxer();
      case Audio audio -> audio.audio().codec().demuxer();
    };
  }
}
