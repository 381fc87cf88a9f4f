package io.patchwork.worker.render.assembly;

import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.worker.artifact.ArtifactWriter;
import io.patchwork.worker.codec.Mp4Index;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.JobFolder;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.playlist.Dash;
import io.patchwork.worker.playlist.Fragments;
import io.patchwork.worker.playlist.Hls;
import io.patchwork.worker.playlist.Presentation;
import io.patchwork.worker.playlist.StreamingFormat;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Packages a film for streaming: fragmented MP4 of video and audio, with HLS playlists and a DASH
 * manifest. Thread-safe.
 */
final class StreamingPackager {

  private static final String VIDEO = "picture";
  private static final String AUDIO = "sound";
  private static final String EXTENSION = "mp4";
  private static final int CHANNELS = 2;

  private final FFmpeg ffmpeg;
  private final RenderArtifacts outputs;

  StreamingPackager(FFmpeg ffmpeg, RenderArtifacts outputs) {
    this.ffmpeg = ffmpeg;
    this.outputs = outputs;
  }

  /**
   * Makes and stores the streaming artifacts that a profile asks for.
   *
   * @param subtitles stored subtitle tracks of the plan
   * @param folder work folder of the pass
   */
  List<Artifact> make(
      RenderPlan plan,
      RenderProfile.Film profile,
      Path whole,
      List<Artifact> subtitles,
      Path folder)
      throws Failure, InterruptedException {
    if (profile.packaging().isEmpty()) {
      return List.of();
    }
    JobFolder.link(whole, folder, RenderPasses.WHOLE);
    ffmpeg.run(fragments(plan), folder, progress -> {});
    try {
      return stored(plan, profile, subtitles, folder.resolve("out"));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** The pass that writes video and audio as fragmented MP4, one file each. */
  static Pass fragments(RenderPlan plan) {
    List<Output> outputs = new ArrayList<>();
    if (plan.frames() > 0) {
      Encoding video = Encoding.copy(Fragments.video(plan.rate())).bitexact();
      outputs.add(new Output(VIDEO, List.of("0:v"), video));
    }
    if (plan.soundtrack() != null) {
      Encoding audio = Encoding.copy(Fragments.AUDIO).bitexact();
      outputs.add(new Output(AUDIO, List.of("0:a"), audio));
    }
    return new Pass(
        List.of(Input.whole(RenderPasses.WHOLE, plan.profile().demuxer())),
        new FilterGraph(List.of()),
        outputs,
        Pass.Timestamps.FROM_ZERO,
        plan.duration());
  }

  private List<Artifact> stored(
      RenderPlan plan, RenderProfile.Film profile, List<Artifact> subtitles, Path folder)
      throws IOException, Failure {
    List<Artifact> artifacts = new ArrayList<>();
    Mp4Index videoIndex = Mp4Index.read(folder.resolve(VIDEO));
    Artifact variant =
        outputs.video(
            plan,
            profile.video(),
            ArtifactRole.VARIANT,
            VIDEO,
            EXTENSION,
            "video/mp4; codecs=\"" + videoIndex.codecs() + "\"",
            folder.resolve(VIDEO));
    artifacts.add(variant);
    List<Presentation.VideoRepresentation> videos =
        List.of(
            new Presentation.VideoRepresentation(
                ArtifactWriter.name(variant),
                profile.video().frame(),
                plan.rate(),
                HouseFormat.TransferFunction.SDR,
                videoIndex));
    List<Presentation.AudioRepresentation> audioTracks = new ArrayList<>();
    if (plan.soundtrack() != null) {
      Mp4Index index = Mp4Index.read(folder.resolve(AUDIO));
      Artifact audio =
          outputs.audio(
              plan,
              ArtifactRole.AUDIO,
              AUDIO,
              EXTENSION,
              "audio/mp4; codecs=\"" + index.codecs() + "\"",
              folder.resolve(AUDIO));
      artifacts.add(audio);
      audioTracks.add(
          new Presentation.AudioRepresentation(ArtifactWriter.name(audio), CHANNELS, index));
    }
    Presentation presentation = new Presentation(videos, audioTracks, texts(plan, subtitles));
    if (profile.packaging().contains(StreamingFormat.HLS)) {
      hls(plan, presentation, artifacts);
    }
    if (profile.packaging().contains(StreamingFormat.DASH)) {
      String manifest = Dash.manifest(presentation);
      artifacts.add(
          outputs.playlist(plan, ArtifactRole.DASH, "manifest.mpd", Dash.MEDIA_TYPE, manifest));
    }
    return artifacts;
  }

  /** Subtitle tracks with unique labels, because players tell them apart by label. */
  private static List<Presentation.TextRepresentation> texts(
      RenderPlan plan, List<Artifact> subtitles) {
    List<Presentation.TextRepresentation> subtitleTracks = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < subtitles.size(); i++) {
      RenderPlan.Subtitles track = plan.subtitles().get(i);
      String base = track.label().replace('"', '\'');
      String label = base;
      for (int number = 2; !taken.add(label); number++) {
        label = base + " " + number;
      }
      subtitleTracks.add(
          new Presentation.TextRepresentation(
              ArtifactWriter.name(subtitles.get(i)), track.language(), label));
    }
    return subtitleTracks;
  }

  private void hls(RenderPlan plan, Presentation presentation, List<Artifact> artifacts) {
    List<String> videos = new ArrayList<>();
    List<String> audioTracks = new ArrayList<>();
    presentation
        .pictures()
        .forEach(each -> videos.add(media(plan, VIDEO, each.uri(), each.index(), artifacts)));
    presentation
        .audios()
        .forEach(each -> audioTracks.add(media(plan, AUDIO, each.uri(), each.index(), artifacts)));
    List<String> subtitleTracks = new ArrayList<>();
    for (Presentation.TextRepresentation text : presentation.texts()) {
      String playlist = Hls.text(text.uri(), plan.duration());
      subtitleTracks.add(listed(plan, text.uri().replace(".vtt", ""), playlist, artifacts));
    }
    String master = Hls.master(presentation, videos, audioTracks, subtitleTracks);
    artifacts.add(outputs.playlist(plan, ArtifactRole.HLS, "master.m3u8", Hls.MEDIA_TYPE, master));
  }

  private String media(
      RenderPlan plan, String name, String uri, Mp4Index index, List<Artifact> artifacts) {
    return listed(plan, name, Hls.media(uri, index), artifacts);
  }

  private String listed(RenderPlan plan, String name, String playlist, List<Artifact> artifacts) {
    Artifact stored =
        outputs.playlist(plan, ArtifactRole.HLS_MEDIA, name + ".m3u8", Hls.MEDIA_TYPE, playlist);
    artifacts.add(stored);
    return ArtifactWriter.name(stored);
  }
}
