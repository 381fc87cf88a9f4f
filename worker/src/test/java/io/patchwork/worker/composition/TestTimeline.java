package io.patchwork.worker.composition;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.DocumentInfo;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TimelineText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A timeline and its media, as text and resolved. For one test. */
public final class TestTimeline {

  /** Words without ink, which cover nothing. */
  private static final AlphaGrid INKLESS =
      new AlphaGrid(320, 54, Collections.nCopies(AlphaGrid.CELLS, 0L));

  private final Otio otio;
  private final Map<String, SourceMedia> media = new LinkedHashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  public TestTimeline(Otio otio) {
    this.otio = otio;
  }

  /** Adds a video file, with audio where it is given. */
  public TestTimeline video(String name, String type, VideoStream picture, AudioStream... audio) {
    RationalTime length =
        picture.duration() == null ? RationalTime.ofSeconds(1000, 1) : picture.duration();
    return add(
        name,
        MediaInfo.of(MediaKind.VIDEO, type, "x", length, List.of(picture), List.of(audio)),
        null);
  }

  /** An MP4. */
  public TestTimeline video(String name, VideoStream picture) {
    return video(name, "video/mp4", picture);
  }

  public TestTimeline still(String name, VideoStream picture) {
    return add(
        name,
        MediaInfo.of(MediaKind.IMAGE, "image/png", "x", null, List.of(picture), List.of()),
        null);
  }

  /** Adds an audio file of a number of seconds. */
  public TestTimeline audio(String name, String type, AudioStream audio, long seconds) {
    return add(name, soundOf(type, audio, seconds), null);
  }

  /** A document of a text. */
  public TestTimeline text(String name, String text) {
    texts.put(name, text);
    return add(
        name,
        MediaInfo.of("text/plain", new DocumentInfo(null, null, 9, 50, true), new TreeMap<>()),
        null);
  }

  /** Adds an audio file with a mezzanine, {@code copy}. */
  public TestTimeline copied(String name, AudioStream audio, long seconds) {
    Artifact copy =
        new Artifact(
            ArtifactRole.MEZZANINE,
            "assets/" + name + "/mezzanine.flac",
            Sha256.of("copy"),
            1,
            "audio/flac",
            null,
            null,
            RationalTime.ofSeconds(seconds, 1),
            null);
    names.put(Sha256.of("copy").hex(), "copy");
    return add(name, soundOf("audio/mp4", audio, seconds), copy);
  }

  private static MediaInfo soundOf(String type, AudioStream audio, long seconds) {
    return MediaInfo.of(
        MediaKind.AUDIO, type, "x", RationalTime.ofSeconds(seconds, 1), List.of(), List.of(audio));
  }

  private TestTimeline add(String name, MediaInfo info, @Nullable Artifact copy) {
    Sha256 content = Sha256.of(name);
    names.put(content.hex(), name);
    media.put(
        name,
        new SourceMedia(
            new Id(name),
            content,
            "file:///uploads/" + name,
            info,
            null,
            List.of(),
            copy,
            null,
            List.of(),
            List.of(),
            null,
            InRenders.NONE,
            null));
    return this;
  }

  /** What the film is made of. */
  public String input() throws Exception {
    List<String> lines = new ArrayList<>();
    Map<String, String> alike = new LinkedHashMap<>();
    media.forEach((name, source) ->
        alike.merge(MediaText.of(source.info()), name, (one, other) -> one + ", " + other));
    alike.forEach((info, named) -> lines.add(named + ": " + info));
    lines.add(TimelineText.of(otio));
    return String.join("\n", lines);
  }

  public ResolvedTimeline edit() throws Exception {
    return edit(false);
  }

  /** Subtitles as they are before they are drawn. */
  Subtitles subtitles() throws Exception {
    return written(false).subtitles();
  }

  /** The media, as timelines find them. */
  public AssetCatalog catalog() {
    return new AssetCatalog() {
      @Override
      public Optional<SourceMedia> find(Id asset) {
        return Optional.ofNullable(media.get(asset.value()));
      }

      @Override
      public Optional<String> text(SourceMedia source) {
        return Optional.ofNullable(texts.get(source.asset().value()));
      }
    };
  }

  private ResolvedTimeline written(boolean hasPlaceholders) throws Exception {
    return TimelineResolver.resolve(OtioReader.read(otio.bytes()), catalog(), hasPlaceholders);
  }

  /** Words are as they were drawn: each title one strip. */
  public ResolvedTimeline edit(boolean hasPlaceholders) throws Exception {
    ResolvedTimeline edit = written(hasPlaceholders);
    Map<Media, Media> drawn = new HashMap<>();
    for (Media each : edit.visibleMedia()) {
      if (each instanceof Media.PendingTitle || each instanceof Media.PendingCreditRoll) {
        names.put(Sha256.of("words").hex(), "words");
        drawn.put(
            each,
            new Media.RasterizedText(
                List.of(
                    new Media.Strip(Sha256.of("words"), "text/words", 48, 270, 320, 54, INKLESS)),
                500,
                each instanceof Media.PendingCreditRoll,
                false,
                null,
                null));
      }
    }
    return edit.with(drawn, List.of());
  }

  /** Contents by their names. */
  public String named(String text) {
    String named = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      named = named.replace(name.getKey(), name.getValue());
    }
    return named;
  }

  public static AudioStream stereo(int index, int rate) {
    return new AudioStream(index, "pcm_s16le", rate, 2, "stereo", RationalTime.ZERO, null);
  }
}
