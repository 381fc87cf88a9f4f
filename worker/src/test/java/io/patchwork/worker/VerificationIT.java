package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A film whose segments are not what they should be is not handed out. */
@Timeout(120)
final class VerificationIT {

  private static final int MAX_BYTES = 1 << 24;

  @Cluster(holds = Sample.FILM)
  static TestCluster cluster;

  private static int renders;

  /** Three segments of as many frames each, which nobody else has: of other parts of a clip. */
  private static Otio timeline(int first) {
    Otio otio = new Otio("25");
    String treatment = "\"crop\":{\"left\":\"1/4\"}";
    return otio.track(
        "Video",
        otio.clip("asset:film", first, 40, "", treatment),
        otio.generator("SolidColor", "\"color\":\"#%06x\"".formatted(first << 8), 40),
        otio.clip("asset:film", first + 60, 40, "", treatment));
  }

  private static JobEvent render(Otio timeline, String profile) throws Exception {
    return cluster.render("film-" + renders++, timeline.bytes(), profile);
  }

  private static byte[] read(String key) {
    return cluster.store().read(new ObjectKey(key), MAX_BYTES).orElseThrow().bytes();
  }

  private static JsonNode document(Result.OfRender film, String name) {
    return Json.read(read(film.lineage().key().replace("lineage.json", name)), JsonNode.class);
  }

  /** The addresses of a film's segments, one behind the other. */
  private static List<String> segments(Result.OfRender film) {
    JsonNode plan = document(film, "plan.json");
    List<String> keys = new ArrayList<>();
    for (JsonNode position : plan.path("sequence")) {
      String key = plan.path("segments").path(position.asInt()).path("key").asString();
      keys.add("segments/" + key + ".mp4");
    }
    return keys;
  }

  private static void replace(String key, byte[] bytes) {
    ObjectStore store = cluster.store();
    store.delete(new ObjectKey(key));
    store.putIfAbsent(new ObjectKey(key), Upload.of(bytes, "video/mp4", Sha256.of(bytes).hex()));
  }

  /** Why the film that has the same segments is refused. */
  private static String refused(Otio timeline) throws Exception {
    JobEvent.Failed failed = TestCluster.failure(render(timeline, "preview"));
    assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL);
    return String.valueOf(failed.detail());
  }

  @Test
  void everySeamShowsWhatWasDrawn() throws Exception {
    Result.OfRender film = TestCluster.film(render(timeline(0), "preview"));

    JsonNode seams = document(film, "qc.json").path("seams");
    assertThat(seams).hasSize(2);
    for (JsonNode seam : seams) {
      assertThat(seam.path("isDecoded").asBoolean()).isTrue();
      assertThat(seam.path("lumaErrorBefore").isInt()).isTrue();
      assertThat(seam.path("lumaErrorBefore").asInt()).isBetween(0, 2);
      assertThat(seam.path("lumaErrorAfter").isInt()).isTrue();
      assertThat(seam.path("lumaErrorAfter").asInt()).isBetween(0, 2);
    }
  }

  @Test
  void aSegmentThatShowsSomethingElseIsFound() throws Exception {
    List<String> segments = segments(TestCluster.film(render(timeline(1), "preview")));
    replace(segments.get(2), read(segments.get(1)));

    assertThat(refused(timeline(1)))
        .contains("frame 80 is not what was drawn for segment " + name(segments.get(2)));
  }

  @Test
  void aSegmentThatIsShorterIsFound() throws Exception {
    List<String> segments = segments(TestCluster.film(render(timeline(2), "preview")));
    Otio otio = new Otio("25");
    otio.track("Video", otio.generator("SolidColor", "\"color\":\"#112233\"", 39));
    List<String> shorter = segments(TestCluster.film(render(otio, "preview")));
    replace(segments.get(1), read(shorter.getFirst()));

    assertThat(refused(timeline(2))).contains("119 pictures instead of 120");
  }

  @Test
  void aSegmentOfAnotherEncodingIsFound() throws Exception {
    List<String> segments = segments(TestCluster.film(render(timeline(3), "preview")));
    List<String> larger = segments(TestCluster.film(render(timeline(3), "hd")));
    replace(segments.get(1), read(larger.get(1)));

    assertThat(refused(timeline(3))).contains("2 different parameter sets");
  }

  @Test
  void aDamagedSegmentIsFound() throws Exception {
    List<String> segments = segments(TestCluster.film(render(timeline(4), "preview")));
    byte[] bytes = read(segments.get(0));
    // The headers of slices of type 1: a decoder may swallow other bits without a word.
    int nal = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("mdat") + 4;
    while (nal < bytes.length) {
      int end = nal + 4 + ByteBuffer.wrap(bytes).getInt(nal);
      boolean isSlice = (bytes[nal + 4] & 0x1F) == 1;
      for (int i = nal + 5; isSlice && i < Math.min(nal + 13, end); i++) {
        bytes[i] ^= 0x55;
      }
      nal = end;
    }
    replace(segments.get(0), bytes);

    assertThat(refused(timeline(4))).contains("at seams from frame 40 to 80 complains [h264]");
  }

  @Test
  void aSegmentOfWhichNobodyKnowsWhatWasDrawnIsMadeAgain() throws Exception {
    List<String> segments = segments(TestCluster.film(render(timeline(5), "preview")));
    ObjectKey ends = new ObjectKey(segments.get(1).replace(".mp4", ".ends.gray"));
    cluster.store().delete(ends);

    Result.OfRender film = TestCluster.film(render(timeline(5), "preview"));

    assertThat(cluster.store().head(ends)).isPresent();
    assertThat(document(film, "qc.json").path("seams").path(0).path("lumaErrorAfter").isInt())
        .isTrue();
  }

  private static String name(String key) {
    return key.substring("segments/".length(), key.length() - ".mp4".length());
  }
}
