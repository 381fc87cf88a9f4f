package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a film: its pictures and its sound as slices in order, without a gap, and its text. No
 * person is named in it, so it stays true whoever made the assets.
 *
 * @param rate of the pictures; null without pictures
 * @param pictures shares of the frame, which come to 1 at each instant
 * @param sound shares of what is heard by amplitude, which come to 1 where anything is heard; of a
 *     film that is not composed yet the gains of its sounds
 */
public record Mosaic(
    RationalTime duration,
    @Nullable FrameRate rate,
    List<Slice> pictures,
    List<Slice> sound,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Text> text) {

  @SuppressWarnings("nullness") // an absent list arrives as null from the store
  public Mosaic {
    pictures = List.copyOf(pictures);
    sound = List.copyOf(sound);
    text = text == null ? List.of() : List.copyOf(text);
  }
}
