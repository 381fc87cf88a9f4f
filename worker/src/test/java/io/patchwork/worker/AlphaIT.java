package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.manifest.AlphaTrack;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** White logos with alpha in many formats over black: the lineage is compared with the pixels. */
@Timeout(180)
final class AlphaIT {

  private static final int FRAMES = 24;
  private static final int BLACK = 16;
  private static final int WHITE = 235;

  /** White on nothing: a box that flies in from the left within half a second and stays. */
  private static final String FLIGHT =
      "color=white@0.0:s=320x180:r=24:d=1,format=rgba[b];"
          + "color=white:s=96x90:r=24:d=1,format=rgba[l];"
          + "[b][l]overlay=x='min(60,-96+13*n)':y=45:format=auto:eof_action=repeat,format=rgba";

  @TempDir Path temp;
  @Cluster TestCluster cluster;

  /** A file of the flight, or of its end where it is a still. */
  private record Logo(String file, List<String> options) {
    String asset() {
      return file.replace('.', '-');
    }
  }

  private static final List<Logo> LOGOS =
      List.of(
          new Logo("still.png", List.of("-ss", "0.9", "-frames:v", "1", "-pix_fmt", "rgba")),
          new Logo("deep.png", List.of("-ss", "0.9", "-frames:v", "1", "-pix_fmt", "rgba64be")),
          new Logo("grey.png", List.of("-ss", "0.9", "-frames:v", "1", "-pix_fmt", "ya8")),
          new Logo("still.webp", List.of("-ss", "0.9", "-frames:v", "1", "-lossless", "1")),
          new Logo("moving.gif", List.of()),
          new Logo("moving.png", List.of("-f", "apng", "-plays", "0")),
          new Logo("prores.mov", List.of("-c:v", "prores_ks", "-pix_fmt", "yuva444p10le")),
          new Logo("animation.mov", List.of("-c:v", "qtrle", "-pix_fmt", "argb")),
          new Logo(
              "vp8.webm", List.of("-c:v", "libvpx", "-auto-alt-ref", "0", "-pix_fmt", "yuva420p")),
          new Logo(
              "vp9.webm", List.of("-c:v", "libvpx-vp9", "-cpu-used", "8", "-pix_fmt", "yuva420p")));

  private AssetManifest ingest(Logo logo) throws Exception {
    Path file = temp.resolve(logo.file);
    List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", FLIGHT));
    arguments.addAll(logo.options);
    arguments.add(file.toString());
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    return cluster.ingested(new Id(logo.asset()), file, TestCluster.SMALL);
  }

  private Lineage lineage(Result.OfRender film) throws Exception {
    Path document = cluster.fetch(film.lineage().key(), temp.resolve("lineage.json"));
    return Json.read(Files.readAllBytes(document), Lineage.class);
  }

  @Test
  void whatIsSeenOfALogoIsWhatItIsCreditedFor() throws Exception {
    Otio otio = new Otio("24");
    List<String> clips = new ArrayList<>();
    for (Logo logo : LOGOS) {
      AssetManifest asset = ingest(logo);
      clips.add(otio.clip("asset:" + logo.asset(), 0, FRAMES));
      boolean isOpaque = !asset.media().videoStream().orElseThrow().pixelFormat().contains("a");
      if (!isOpaque) {
        assertThat(asset.artifacts()).extracting(Artifact::role).contains(ArtifactRole.ALPHA);
      }
    }
    otio.track("Video", clips.toArray(String[]::new));

    Result.OfRender film = TestCluster.film(cluster.render("logos", otio.bytes(), "preview"));

    Frames frames = Frames.of(cluster.fetch(film.output().key(), temp.resolve("logos.mp4")));
    Lineage lineage = lineage(film);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < LOGOS.size(); i++) {
      double credited = share(lineage, LOGOS.get(i).asset());
      double luma = 0;
      for (int k = 0; k < FRAMES; k++) {
        luma += frames.luma(i * FRAMES + k, 640, 360, 0, 0);
      }
      double seen = (luma / FRAMES - BLACK) / (WHITE - BLACK);
      String text = LOGOS.get(i).file + " is credited " + credited + ", seen " + seen;
      if (Math.abs(credited - seen) > 0.01) {
        wrong.add(text);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The mean share of an asset in its second. */
  private static double share(Lineage lineage, String asset) {
    Fraction sum =
        lineage.uses().stream()
            .filter(use -> use.asset().value().equals(asset))
            .map(use -> use.visible().times(use.out().length().seconds()))
            .reduce(Fraction.ZERO, Fraction::plus);
    return sum.numerator().doubleValue() / sum.denominator().doubleValue();
  }

  @Test
  void sharesOfLogosAndTitlesAreTheSameInEveryProfile() throws Exception {
    AssetManifest asset =
        ingest(new Logo("flight.mov", List.of("-c:v", "qtrle", "-pix_fmt", "argb")));
    Otio otio = new Otio("24");
    otio.track("Video", otio.generator("SMPTEBars", "", FRAMES));
    otio.track(
        "Video",
        otio.clip(
            "asset:flight-mov",
            0,
            FRAMES,
            "",
            "\"rectangle\":{\"x\":\"1/7\",\"y\":0.05,\"width\":\"2/7\",\"height\":\"3/7\"}"));
    otio.track(
        "Video",
        otio.generator(
            "Title",
            "\"text\":\"Equal\",\"size\":0.2,\"box\":{\"x\":0,\"y\":0.7,\"width\":1,\"height\":0.3}",
            FRAMES));
    otio.track(
        "Video",
        otio.generator(
            "Title",
            "\"text\":\"\",\"background\":\"#00000080\","
                + "\"box\":{\"x\":\"1/3\",\"y\":\"1/7\",\"width\":\"1/3\",\"height\":\"1/7\"}",
            FRAMES));

    Lineage preview = lineage(TestCluster.film(cluster.render("small", otio.bytes(), "preview")));
    Lineage hd = lineage(TestCluster.film(cluster.render("large", otio.bytes(), "hd")));

    assertThat(hd.uses()).isEqualTo(preview.uses());
    assertThat(hd.generated()).isEqualTo(preview.generated());
    Artifact alpha = TestCluster.one(asset.artifacts(), ArtifactRole.ALPHA);
    assertThat(preview.uses())
        .isNotEmpty()
        .allSatisfy(use -> {
          assertThat(use.method()).isEqualTo(Use.MEASURED);
          assertThat(Objects.requireNonNull(use.alpha()).sha256()).isEqualTo(alpha.sha256());
        });
    AlphaTrack track =
        Json.read(
            Files.readAllBytes(cluster.fetch(alpha.key(), temp.resolve("alpha.json"))),
            AlphaTrack.class);
    assertThat(track.entries()).hasSizeBetween(8, 14);
    // Half of a third by a seventh, and the ink.
    double text =
        preview.generated().stream()
            .filter(part -> part.generator().equals(Generated.TEXT))
            .mapToDouble(part ->
                part.visible().times(part.out().length().seconds()).numerator().doubleValue()
                    / part.visible()
                        .times(part.out().length().seconds())
                        .denominator()
                        .doubleValue())
            .sum();
    assertThat(text).isCloseTo(1.0 / 42 + 0.02, offset(0.015));
  }
}
