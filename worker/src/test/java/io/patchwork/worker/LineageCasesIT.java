package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Small timelines whose lineage was once wrong, as they stand in {@code cases/lineage}. */
@Timeout(120)
final class LineageCasesIT {

  @TempDir static Path temp;
  @Cluster static TestCluster cluster;

  @BeforeAll
  static void ingest() throws Exception {
    ingest(
        "va.mp4", "color=red:s=320x180:r=24:d=3", "sine=f=300:r=48000:d=3", "-pix_fmt", "yuv420p");
    ingest(
        "vb.mp4",
        "color=green:s=320x180:r=25:d=3",
        "sine=f=500:r=48000:d=3",
        "-pix_fmt",
        "yuv420p");
    cluster.ingest("sa", TestMedia.tone(temp.resolve("sa.wav"), 6, 900), TestCluster.SMALL);
    ingest("pb.png", "color=magenta@0.0:s=320x180:d=1,format=rgba", "", "-frames:v", "1");
    ingest(
        "logo.png",
        "color=white@0.0:s=320x180:d=1,format=rgba[b];color=white:s=32x18:d=1,format=rgba[l];"
            + "[b][l]overlay=0:0:format=auto,format=rgba",
        "",
        "-frames:v",
        "1");
  }

  private static void ingest(String name, String video, String audio, String... options)
      throws Exception {
    Path file = temp.resolve(name);
    List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", video));
    if (!audio.isEmpty()) {
      arguments.addAll(List.of("-f", "lavfi", "-i", audio));
    }
    arguments.addAll(List.of(options));
    arguments.add(file.toString());
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    cluster.ingest(name.substring(0, name.indexOf('.')), file, TestCluster.SMALL);
  }

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = LineageCasesIT.class.getResourceAsStream("/cases/lineage/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-song-2997-fade-out-to-the-end",
        "02-film-2997-music-fades-with-the-picture",
        "04-gain-zero-is-silence",
        "06-transparent-picture-over-clip",
        "07-logo-of-one-percent-over-clip",
        "09-title-with-a-full-background-hides-the-clip",
        "10-third-of-the-frame-preview-equals-final"
      })
  void theLineageIsAsExpected(String name) throws Exception {
    JsonNode expected = Json.tree(resource(name + ".expected.json"));
    List<String> profiles = new ArrayList<>();
    expected.path("profiles").forEach(profile -> profiles.add(profile.asString()));
    if (profiles.isEmpty()) {
      profiles.add(name.contains("song") ? "flac" : "preview");
    }
    // The largest is planned as the others are, and takes long to render.
    profiles.remove("final");

    List<Lineage> lineages = new ArrayList<>();
    for (String profile : profiles) {
      lineages.add(lineage(name, profile));
    }

    for (Lineage lineage : lineages) {
      assertThat(lineage.uses()).isEqualTo(lineages.getFirst().uses());
      check(lineage, expected);
    }
  }

  private static Lineage lineage(String name, String profile) throws Exception {
    Result.OfRender film =
        TestCluster.film(
            cluster.render(
                name.substring(0, 2) + "-" + profile, resource(name + ".otio"), profile));
    Path document = cluster.fetch(film.lineage().key(), temp.resolve("lineage-" + profile));
    return Json.read(Files.readAllBytes(document), Lineage.class);
  }

  private static void check(Lineage lineage, JsonNode expected) {
    Fraction tolerance = Fraction.parse(expected.path("tolerance").asString("0/1"));
    expected
        .path("visible")
        .properties()
        .forEach(each ->
            assertThat(
                    visible(lineage, each.getKey())
                        .minus(Fraction.parse(each.getValue().asString()))
                        .abs())
                .as("share of %s", each.getKey())
                .isLessThanOrEqualTo(tolerance));
    if (expected.has("duration")) {
      assertThat(lineage.duration().seconds())
          .isEqualTo(Fraction.parse(expected.path("duration").asString()));
    }
    List<String> heard =
        lineage.uses().stream()
            .filter(use -> use.medium() == Medium.AUDIO && use.isPresent())
            .map(use -> use.asset().value())
            .toList();
    expected.path("heard").forEach(asset -> assertThat(heard).contains(asset.asString()));
    expected.path("unheard").forEach(asset -> assertThat(heard).doesNotContain(asset.asString()));
    expected
        .path("silence")
        .forEach(silence ->
            assertThat(lineage.generated())
                .filteredOn(part -> part.medium() == Medium.AUDIO)
                .extracting(Generated::out)
                .extracting(Interval::toString)
                .anySatisfy(out ->
                    assertThat(out)
                        .contains(silence.get(0).asString())
                        .contains(silence.get(1).asString())));
  }

  /** The visible share of an asset over the whole film. */
  private static Fraction visible(Lineage lineage, String asset) {
    return lineage.uses().stream()
        .filter(use -> use.medium() == Medium.VIDEO && use.asset().value().equals(asset))
        .map(LineageCasesIT::weighted)
        .reduce(Fraction.ZERO, Fraction::plus)
        .dividedBy(lineage.duration().seconds());
  }

  private static Fraction weighted(Use use) {
    return use.visible().times(use.out().length().seconds());
  }
}
