package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.Title;
import io.patchwork.worker.edit.Edit;
import io.patchwork.worker.edit.Media;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.reader.Lettering;
import io.patchwork.worker.reader.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws the words of an edit while it is planned, all at once, so that what they look like is in
 * the plan, and whoever makes a segment needs no fonts. Thread-safe.
 */
final class Titles {

  private static final int SHOWN = 40;

  private final ObjectStore store;
  private final Reader reader;

  Titles(ObjectStore store, Reader reader) {
    this.store = store;
    this.reader = reader;
  }

  /** What the names of a film's people are. */
  interface People {
    /** The words of a roll under a heading. */
    String roll(String heading) throws Failure;
  }

  /**
   * The edit with its words drawn.
   *
   * @param folder for a child process
   * @throws Refused if no font has a letter
   */
  Edit drawn(Edit edit, FrameSize frame, People people, Path folder)
      throws Failure, InterruptedException {
    Map<Media, Lettering> wanted = new LinkedHashMap<>();
    for (Media media : edit.pictures().values()) {
      switch (media) {
        case Media.Written(Title title) -> wanted.put(media, lettering(title, frame, false));
        case Media.Roll(Title title) ->
            wanted.put(media, lettering(title.saying(people.roll(title.text())), frame, true));
        case Media.OfAsset _, Media.Drawn _, Media.Lettered _ -> {}
      }
    }
    if (wanted.isEmpty()) {
      return edit;
    }
    List<Lettering.Drawn> drawn = reader.letter(List.copyOf(wanted.values()), folder);
    Map<Media, Media> lettered = new LinkedHashMap<>();
    int number = 0;
    for (Map.Entry<Media, Lettering> each : wanted.entrySet()) {
      Lettering.Drawn came = drawn.get(number++);
      check(each.getValue(), came);
      lettered.put(
          each.getKey(), kept(came, each.getKey() instanceof Media.Roll, folder.resolve("out")));
    }
    return edit.with(lettered);
  }

  private static void check(Lettering wanted, Lettering.Drawn came) throws Refused {
    if (!came.missing().isEmpty()) {
      String text = wanted.text().strip();
      throw new Refused(
          FailureCode.MISSING_FONT,
          "The title \""
              + text.substring(0, Math.min(SHOWN, text.length()))
              + "\" has letters that no font here has ("
              + String.join(", ", came.missing())
              + "); change the text, or have a font installed on the workers.");
    }
  }

  private Media kept(Lettering.Drawn came, boolean rolls, Path folder) throws Unavailable {
    List<Media.Strip> strips = new ArrayList<>();
    try {
      for (Lettering.Strip strip : came.strips()) {
        byte[] png = Files.readAllBytes(folder.resolve(strip.file()));
        Sha256 digest = Sha256.of(png);
        ObjectKey key = StoreLayout.letters(digest);
        store.putIfAbsent(key, Upload.of(png, "image/png", digest.hex()));
        strips.add(
            new Media.Strip(
                digest, key.value(), strip.x(), strip.y(), strip.width(), strip.height()));
      }
    } catch (IOException e) {
      throw new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be read.", e);
    }
    return new Media.Lettered(strips, came.height(), rolls);
  }

  private static Lettering lettering(Title title, FrameSize frame, boolean rolls) {
    Rectangle box = title.box();
    return new Lettering(
        title.text(),
        title.font(),
        title.isBold(),
        title.isItalic(),
        Math.max(4, pixels(title.size(), frame.height())),
        title.colour(),
        title.background(),
        evenly(pixels(box.x(), frame.width())),
        evenly(pixels(box.y(), frame.height())),
        Math.max(2, evenly(pixels(box.width(), frame.width()))),
        rolls ? 0 : Math.max(2, evenly(pixels(box.height(), frame.height()))),
        title.align().name().toLowerCase(Locale.ROOT),
        title.vertical().name().toLowerCase(Locale.ROOT));
  }

  private static int pixels(Fraction part, int whole) {
    return part.times(Fraction.of(whole)).round().intValueExact();
  }

  private static int evenly(int pixels) {
    return pixels & ~1;
  }
}
