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

/** Cuts a film into fragments and writes the playlists over them. Thread-safe. */
final class StreamingPackager {

  private static final String PICTURE = "picture";
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
   * Makes and stores what a profile wants beside the film.
   *
   * @param subtitles of the plan, as they were stored
   * @param folder for the pass
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

  /** A film in fragments, picture and sound apart. */
  static Pass fragments(RenderPlan plan) {
    List<Output> outputs = new ArrayList<>();
    if (plan.frames() > 0) {
      Encoding pictures = Encoding.copy(Fragments.video(plan.rate())).bitexact();
      outputs.add(new Output(PICTURE, List.of("0:v"), pictures));
    }
    if (plan.soundtrack() != null) {
      Encoding audios = Encoding.copy(Fragments.AUDIO).bitexact();
      outputs.add(new Output(AUDIO, List.of("0:a"), audios));
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
    Mp4Index picture = Mp4Index.read(folder.resolve(PICTURE));
    Artifact variant =
        outputs.picture(
            plan,
            profile.video(),
            ArtifactRole.VARIANT,
            PICTURE,
            EXTENSION,
            "video/mp4; codecs=\"" + picture.codecs() + "\"",
            folder.resolve(PICTURE));
    artifacts.add(variant);
    List<Presentation.VideoRepresentation> pictures =
        List.of(
            new Presentation.VideoRepresentation(
                ArtifactWriter.name(variant),
                profile.video().frame(),
                plan.rate(),
                HouseFormat.TransferFunction.SDR,
                picture));
    List<Presentation.AudioRepresentation> audios = new ArrayList<>();
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
      audios.add(new Presentation.AudioRepresentation(ArtifactWriter.name(audio), CHANNELS, index));
    }
    Presentation packaged = new Presentation(pictures, audios, texts(plan, subtitles));
    if (profile.packaging().contains(StreamingFormat.HLS)) {
      hls(plan, packaged, artifacts);
    }
    if (profile.packaging().contains(StreamingFormat.DASH)) {
      String manifest = Dash.manifest(packaged);
      artifacts.add(
          outputs.playlist(plan, ArtifactRole.DASH, "manifest.mpd", Dash.MEDIA_TYPE, manifest));
    }
    return artifacts;
  }

  /** Players tell them by their labels, which are not the same twice. */
  private static List<Presentation.TextRepresentation> texts(
      RenderPlan plan, List<Artifact> subtitles) {
    List<Presentation.TextRepresentation> texts = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < subtitles.size(); i++) {
      RenderPlan.Subtitles track = plan.subtitles().get(i);
      String plain = track.label().replace('"', '\'');
      String label = plain;
      for (int number = 2; !taken.add(label); number++) {
        label = plain + " " + number;
      }
      texts.add(
          new Presentation.TextRepresentation(
              ArtifactWriter.name(subtitles.get(i)), track.language(), label));
    }
    return texts;
  }

  private void hls(RenderPlan plan, Presentation packaged, List<Artifact> artifacts) {
    List<String> pictures = new ArrayList<>();
    List<String> audios = new ArrayList<>();
    packaged
        .pictures()
        .forEach(each -> pictures.add(media(plan, PICTURE, each.uri(), each.index(), artifacts)));
    packaged
        .audios()
        .forEach(each -> audios.add(media(plan, AUDIO, each.uri(), each.index(), artifacts)));
    List<String> texts = new ArrayList<>();
    for (Presentation.TextRepresentation text : packaged.texts()) {
      String playlist = Hls.text(text.uri(), plan.duration());
      texts.add(listed(plan, text.uri().replace(".vtt", ""), playlist, artifacts));
    }
    String master = Hls.master(packaged, pictures, audios, texts);
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
