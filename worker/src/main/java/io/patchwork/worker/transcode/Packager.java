package io.patchwork.worker.transcode;

import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.artifact.ArtifactWriter;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.codec.Mp4Index;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Mp4;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.playlist.Dash;
import io.patchwork.worker.playlist.Hls;
import io.patchwork.worker.playlist.Presentation;
import io.patchwork.worker.playlist.StreamingFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores the rungs and the audio with their playlists and the progressive file. For one run. */
final class Packager {

  private static final String VIDEO_FILE = "rendition.mp4";
  private static final String AUDIO_FILE = "rendition.m4a";

  private final Streaming plan;
  private final BuildContext context;
  private final ArtifactWriter writer;
  private final List<Artifact> artifacts = new ArrayList<>();

  Packager(Streaming plan, BuildContext context) {
    this.plan = plan;
    this.context = context;
    this.writer = context.writer();
  }

  /** Stores the rungs and the audio and writes the playlists. */
  List<Artifact> pack() throws IOException, Failure, InterruptedException {
    List<Presentation.VideoRepresentation> pictures =
        plan.video() == null ? List.of() : pictures(plan.video());
    List<Presentation.AudioRepresentation> audios =
        plan.audio() == null ? List.of() : audios(plan.audio());
    Presentation packaged = new Presentation(pictures, audios);
    if (plan.profile().progressive()) {
      progressive(packaged);
    }
    if (plan.profile().packaging().contains(StreamingFormat.HLS)) {
      hls(packaged);
    }
    if (plan.profile().packaging().contains(StreamingFormat.DASH)) {
      text(ArtifactRole.DASH, "manifest.mpd", Dash.manifest(packaged), Dash.MEDIA_TYPE);
    }
    if (plan.audio() != null) {
      artifacts.add(
          writer.audio(
              ArtifactRole.MEZZANINE, Streaming.MEZZANINE, "audio/flac", mezzanineDuration()));
    }
    return artifacts;
  }

  private List<Presentation.VideoRepresentation> pictures(VideoStream stream)
      throws IOException, Failure {
    FrameRate rate = HouseFormat.rate(stream);
    List<Presentation.VideoRepresentation> pictures = new ArrayList<>();
    for (Streaming.RungFile rung : Streaming.rungs(plan.profile(), stream)) {
      Mp4Index index = Mp4Index.read(context.out(rung.file()));
      FrameSize size = rung.fitted().size();
      Artifact stored =
          writer.video(
              ArtifactRole.VARIANT,
              rung.file(),
              "video/mp4; codecs=\"" + index.codecs() + "\"",
              size,
              index.duration(),
              index.duration().nearestFrame(rate),
              new Artifact.Coding(
                  rung.ladder().codec().name(),
                  rate,
                  rung.ladder().gopFrames(rate),
                  rung.fitted().rung().crf(),
                  index.parameterSets()));
      artifacts.add(stored);
      pictures.add(
          new Presentation.VideoRepresentation(
              ArtifactWriter.name(stored), size, rate, rung.transferFunction(), index));
    }
    return pictures;
  }

  private List<Presentation.AudioRepresentation> audios(AudioStream stream)
      throws IOException, Failure {
    List<Presentation.AudioRepresentation> audios = new ArrayList<>();
    for (int kbps : plan.profile().audio().kbps()) {
      String file = AudioEncoding.file(kbps);
      Mp4Index index = Mp4Index.read(context.out(file));
      Artifact stored =
          writer.audio(
              ArtifactRole.AUDIO,
              file,
              "audio/mp4; codecs=\"" + index.codecs() + "\"",
              audioDuration());
      artifacts.add(stored);
      audios.add(
          new Presentation.AudioRepresentation(
              ArtifactWriter.name(stored), HouseFormat.channels(stream), index, stream.label()));
    }
    return audios;
  }

  /** The duration of the encoded audio without the encoders' priming and padding. */
  private RationalTime audioDuration() throws IOException {
    @Nullable RationalTime silentUntil = plan.silentUntil();
    return silentUntil == null ? mezzanineDuration() : silentUntil;
  }

  private RationalTime mezzanineDuration() throws IOException {
    return Flac.duration(context.out(Streaming.MEZZANINE));
  }

  /** Stores the largest rung and the best audio in one file, its index first. */
  private void progressive(Presentation packaged)
      throws IOException, Failure, InterruptedException {
    List<String> files = new ArrayList<>();
    List<String> codecs = new ArrayList<>();
    @Nullable VideoStream stream = plan.video();
    if (stream != null) {
      files.add(context.asInput(Streaming.rungs(plan.profile(), stream).getFirst().file()));
      codecs.add(packaged.pictures().getFirst().index().codecs());
    }
    if (plan.audio() != null) {
      files.add(context.asInput(AudioEncoding.file(plan.profile().audio().kbps().getFirst())));
      codecs.add(packaged.audios().getFirst().index().codecs());
    }
    String file = stream == null ? AUDIO_FILE : VIDEO_FILE;
    context.run(
        progressive(files, file, stream == null ? null : HouseFormat.rate(stream), plan.length()));
    String type = "; codecs=\"" + String.join(",", codecs) + "\"";
    if (stream == null) {
      artifacts.addFirst(
          writer.audio(ArtifactRole.RENDITION, file, "audio/mp4" + type, audioDuration()));
    } else {
      Presentation.VideoRepresentation top = packaged.pictures().getFirst();
      RationalTime duration = top.index().duration();
      artifacts.addFirst(
          writer.video(
              ArtifactRole.RENDITION,
              file,
              "video/mp4" + type,
              top.size(),
              duration,
              duration.nearestFrame(top.rate()),
              null));
    }
  }

  /**
   * The pass that muxes files of one stream each into one file.
   *
   * @param rate frame rate of the video; null without one
   */
  static Pass progressive(
      List<String> files, String file, @Nullable FrameRate rate, @Nullable RationalTime length) {
    List<String> streams = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      streams.add(i + ":0");
    }
    Mp4 muxer = new Mp4(Mp4.Brand.MP4, Mp4.Layout.FAST_START);
    Encoding encoding = Encoding.copy(rate == null ? muxer : muxer.inTicksOf(rate));
    return new Pass(
        files.stream().map(input -> Input.whole(input, Demuxer.MOV)).toList(),
        new FilterGraph(List.of()),
        List.of(new Output(file, streams, encoding)),
        Pass.Timestamps.FROM_ZERO,
        length);
  }

  private void hls(Presentation packaged) {
    List<String> pictures = new ArrayList<>();
    List<String> audios = new ArrayList<>();
    for (Presentation.VideoRepresentation video : packaged.pictures()) {
      pictures.add(playlist(video.uri(), video.index()));
    }
    for (Presentation.AudioRepresentation audio : packaged.audios()) {
      audios.add(playlist(audio.uri(), audio.index()));
    }
    text(
        ArtifactRole.HLS,
        "master.m3u8",
        Hls.master(packaged, pictures, audios, List.of()),
        Hls.MEDIA_TYPE);
  }

  private String playlist(String uri, Mp4Index index) {
    // The playlist has the key of the file with another extension.
    String name = uri.substring(uri.indexOf('-') + 1).replace(".mp4", ".m3u8");
    return ArtifactWriter.name(
        text(ArtifactRole.HLS_MEDIA, name, Hls.media(uri, index), Hls.MEDIA_TYPE));
  }

  private Artifact text(ArtifactRole role, String name, String text, String type) {
    Artifact stored = writer.text(role, name, text, type);
    artifacts.add(stored);
    return stored;
  }
}
