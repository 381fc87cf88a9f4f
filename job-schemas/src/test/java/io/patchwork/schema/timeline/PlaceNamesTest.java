package io.patchwork.schema.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlaceNamesTest {

  @Test
  void tracksAreCountedByTheirKind() {
    PlaceNames timeline = new PlaceNames("");

    assertThat(timeline.track("Video")).isEqualTo("Video track 1");
    assertThat(timeline.track("Audio")).isEqualTo("Audio track 1");
    assertThat(timeline.track("Video")).isEqualTo("Video track 2");
    assertThat(timeline.item("Bars")).isEqualTo("Item 4 \"Bars\"");
  }

  @Test
  void itemsAreNamedByTheirTrack() {
    PlaceNames track = new PlaceNames("Video track 2");

    assertThat(track.item("Beach")).isEqualTo("Video track 2, item 1 \"Beach\"");
    assertThat(track.item("")).isEqualTo("Video track 2, item 2");
    assertThat(new PlaceNames("Video track 2, item 2").track("Audio"))
        .isEqualTo("Video track 2, item 2, Audio track 1");
  }

  @Test
  void aNameWithoutEndIsCut() {
    assertThat(new PlaceNames("Video track 1").item("🎬".repeat(61)))
        .isEqualTo("Video track 1, item 1 \"" + "🎬".repeat(59) + "…\"");
  }
}
