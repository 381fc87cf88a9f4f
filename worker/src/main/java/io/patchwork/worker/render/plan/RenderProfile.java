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

/** What a render becomes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RenderProfile.Film.class, name = "film"),
  @JsonSubTypes.Type(value = RenderProfile.Images.class, name = "images"),
  @JsonSubTypes.Type(value = RenderProfile.Audio.class, name = "audio")
})
public sealed interface RenderProfile {

  /** What is seen. */
  sealed interface Visual extends RenderProfile permits Film, Images {
    /** Of its file. */
    OutputFormat form();

    Video video();
  }

  /** What is heard. */
  sealed interface Audible extends RenderProfile permits Film, Audio {
    AudioSettings audio();
  }

  /**
   * A film, whose sound is left out where its timeline has none.
   *
   * @param form one that is joined of segments
   * @param packaging which playlists are written over fragments of it
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
      packaging = packaging == null ? Set.of() : Set.copyOf(packaging);
      if (!form.isJoined()) {
        throw new IllegalArgumentException("no film is " + form);
      }
    }
  }

  /**
   * An image, an animation or images packed together: without sound.
   *
   * @param form one that is drawn of segments
   */
  record Images(String name, OutputFormat form, Video video) implements Visual {
    public Images {
      if (form.isJoined()) {
        throw new IllegalArgumentException("no images are " + form);
      }
    }
  }

  /** Sound alone. */
  record Audio(String name, AudioSettings audio) implements Audible {}

  /**
   * The picture.
   *
   * @param preset of the encoder
   * @param crf its constant quality; rate control that knows the whole cannot be cut
   */
  record Video(VideoCodec codec, String preset, int crf, int width, int height) {

    /** Length of a closed group of pictures, the grid that everything is cut on. */
    private static final int GOP_SECONDS = 2;

    public FrameSize frame() {
      return new FrameSize(width, height);
    }

    /** How it is encoded at a rate. */
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

  /** The sound. */
  record AudioSettings(AudioCodec codec, int kbps, LoudnessNormalisation loudness) {}

  String name();

  /**
   * The part of a timeline that is rendered, at the rate at which it is.
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
   * Whether an edit is of a length that this is made of.
   *
   * @throws Refused if it is longer
   */
  default void admit(ResolvedTimeline edit) throws Refused {
    if (this instanceof Visual visual && edit.duration().compareTo(visual.form().longest()) > 0) {
      throw new Refused(
          FailureCode.TOO_LONG,
          "The profile "
              + name()
              + " is for up to "
              + visual.form().longest().toClock()
              + "; render a part of the timeline, or choose another profile.");
    }
  }

  /** An edit without the subtitles that cannot go into this. */
  default ResolvedTimeline withoutUnsupportedSubtitles(ResolvedTimeline edit) {
    boolean losesSubtitles =
        switch (this) {
          case Film _ -> false;
          case Images _ ->
              edit.subtitles().shown().stream()
                  .anyMatch(event -> !event.subtitleOptions().isBurnedIn());
          case Audio _ -> !edit.subtitles().shown().isEmpty();
        };
    return losesSubtitles
        ? edit.with(
            Map.of(),
            List.of("The profile " + name() + " has no tracks of subtitles; they are left out."))
        : edit;
  }

  /** Whether subtitles go along with it, to be switched on. */
  default boolean hasSubtitles() {
    return switch (this) {
      case Film _ -> true;
      case Images _, Audio _ -> false;
    };
  }

  /** How the name of what comes out ends. */
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

  /** What reads what comes out. */
  default Demuxer demuxer() {
    return switch (this) {
      case Visual visual -> visual.form().demuxer();
      case Audio audio -> audio.audio().codec().demuxer();
    };
  }
}
