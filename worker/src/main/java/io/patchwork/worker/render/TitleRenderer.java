package io.patchwork.worker.render;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.Title;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.cluster.StoreLayout;
import io.patchwork.worker.composition.Diagnostics;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Pixels;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import io.patchwork.worker.sandboxedjvm.TextRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Draws the words of an edit while it is planned, all at once, so that what they look like is in
 * the plan, and whoever makes a segment needs no fonts. What was drawn once is not drawn again.
 * Thread-safe.
 */
final class TitleRenderer {

  private static final int SHOWN = 40;
  private static final int MAX_ASSETS = 5;

  /** Words that one child draws: it has not all the time in the world. */
  private static final int AT_ONCE = 200;

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_STRIP = 64 << 20;

  private final ObjectStore store;
  private final SandboxedJvm sandboxedJvm;

  TitleRenderer(ObjectStore store, SandboxedJvm sandboxedJvm) {
    this.store = store;
    this.sandboxedJvm = sandboxedJvm;
  }

  /** Who is in the film whose words these are. */
  interface People {
    Lineage lineage() throws Failure;
  }

  /**
   * The edit with its words drawn.
   *
   * @param folder for a child process
   * @throws Refused if no font has a letter
   */
  ResolvedTimeline drawn(ResolvedTimeline edit, FrameSize frame, People people, Path folder)
      throws Failure, InterruptedException {
    Map<Media, TextRequest> wanted = new LinkedHashMap<>();
    Diagnostics notes = new Diagnostics();
    for (Media media : edit.seen()) {
      switch (media) {
        case Media.PendingTitle(Title title) -> wanted.put(media, lettering(title, frame, false));
        case Media.PendingCreditRoll(Title title) -> {
          Lineage lineage = people.lineage();
          String roll = CreditRoll.of(lineage, title.text());
          wanted.put(media, lettering(title.saying(roll), frame, true));
          noteUnnamed(edit.place(media), CreditRoll.unnamed(lineage), notes);
        }
        case Media.OfAsset _, Media.Generated _, Media.RasterizedText _ -> {}
      }
    }
    if (wanted.isEmpty()) {
      return edit;
    }
    Map<TextRequest, Media.RasterizedText> kept = new HashMap<>();
    for (Map.Entry<Media, TextRequest> each : wanted.entrySet()) {
      known(each.getValue()).ifPresent(media -> kept.put(each.getValue(), media));
    }
    draw(
            wanted.values().stream().filter(each -> !kept.containsKey(each)).distinct().toList(),
            folder,
            lettering -> place(edit, wanted, lettering))
        .forEach(kept::put);
    Map<Media, Media> lettered = new LinkedHashMap<>();
    wanted.forEach((media, lettering) -> {
      Media.RasterizedText drawn = Objects.requireNonNull(kept.get(lettering));
      lettered.put(media, drawn);
      if (drawn.isCut()) {
        notes.warn(
            edit.place(media)
                + " overflows its box and is cut off: \""
                + start(lettering)
                + "\"; enlarge the box or shorten the text.");
      }
    });
    return edit.with(lettered, notes.warnings());
  }

  /** A roll that leaves somebody out must not look as if it were whole. */
  private static void noteUnnamed(String place, List<Id> assets, Diagnostics notes) {
    if (!assets.isEmpty()) {
      int more = assets.size() - MAX_ASSETS;
      notes.warn(
          place
              + " cannot credit "
              + assets.stream().limit(MAX_ASSETS).map(Id::value).collect(Collectors.joining(", "))
              + (more > 0 ? " and " + more + " more" : "")
              + ": no contributor was given at ingest; ingest them again with contributors.");
    }
  }

  /** Enough of a text to know it by. */
  private static String start(TextRequest lettering) {
    String text = lettering.text().strip().replaceAll("\\s+", " ");
    return text.codePointCount(0, text.length()) <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
  }

  private static String place(
      ResolvedTimeline edit, Map<Media, TextRequest> wanted, TextRequest lettering) {
    return wanted.entrySet().stream()
        .filter(each -> each.getValue().equals(lettering))
        .findFirst()
        .map(each -> edit.place(each.getKey()))
        .orElseThrow();
  }

  /**
   * Draws what was not drawn before.
   *
   * @param place where in the timeline words are
   */
  private Map<TextRequest, Media.RasterizedText> draw(
      List<TextRequest> wanted, Path folder, Function<TextRequest, String> place)
      throws Failure, InterruptedException {
    Map<TextRequest, Media.RasterizedText> kept = new HashMap<>();
    Diagnostics diagnostics = new Diagnostics();
    for (int from = 0; from < wanted.size(); from += AT_ONCE) {
      List<TextRequest> some = wanted.subList(from, Math.min(wanted.size(), from + AT_ONCE));
      Path work = folder.resolve("from-" + from);
      List<TextRequest.Result> drawn = sandboxedJvm.rasterize(some, work);
      for (int i = 0; i < some.size(); i++) {
        List<String> missing = drawn.get(i).missing();
        if (missing.isEmpty()) {
          kept.put(some.get(i), kept(some.get(i), drawn.get(i), work.resolve("out")));
        } else {
          diagnostics.refuse(
              FailureCode.MISSING_FONT,
              place.apply(some.get(i))
                  + " uses characters that no installed font has ("
                  + String.join(", ", missing)
                  + "): \""
                  + start(some.get(i))
                  + "\"; change the text, or ask the operators to install a font.");
        }
      }
    }
    diagnostics.throwIfErrors();
    return kept;
  }

  /** What was drawn before, if it is all still there. */
  private Optional<Media.RasterizedText> known(TextRequest wanted) {
    return store
        .read(StoreLayout.textRecord(wanted.digest()), MAX_BYTES)
        .map(content -> Json.read(content.bytes(), Media.RasterizedText.class))
        .filter(media ->
            media.strips().stream()
                .allMatch(strip -> store.head(new ObjectKey(strip.address())).isPresent()));
  }

  private Media.RasterizedText kept(TextRequest wanted, TextRequest.Result came, Path folder)
      throws Failure {
    List<Media.Strip> strips = new ArrayList<>();
    try {
      for (TextRequest.Strip strip : came.strips()) {
        byte[] png = ChildOutput.read(ChildOutput.named(folder, strip.file()), MAX_STRIP);
        Sha256 digest = Sha256.of(png);
        ObjectKey key = StoreLayout.textImage(digest);
        store.putIfAbsent(key, Upload.of(png, "image/png", digest.hex()));
        strips.add(
            new Media.Strip(
                digest, key.value(), strip.x(), strip.y(), strip.width(), strip.height()));
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    Media.RasterizedText media =
        new Media.RasterizedText(strips, came.height(), wanted.height() == 0, came.isCut());
    byte[] bytes = Json.bytes(media);
    store.putIfAbsent(
        StoreLayout.textRecord(wanted.digest()),
        Upload.of(bytes, "application/json", Sha256.of(bytes).hex()));
    return media;
  }

  private static TextRequest lettering(Title title, FrameSize frame, boolean rolls) {
    Rectangle box = title.box();
    return new TextRequest(
        title.text(),
        title.font(),
        title.isBold(),
        title.isItalic(),
        Math.max(4, Pixels.of(title.size(), frame.height())),
        title.colour(),
        title.background(),
        title.outline(),
        Pixels.evenly(box.x(), frame.width()),
        Pixels.evenly(box.y(), frame.height()),
        Math.max(2, Pixels.evenly(box.width(), frame.width())),
        rolls ? 0 : Math.max(2, Pixels.evenly(box.height(), frame.height())),
        title.align().name().toLowerCase(Locale.ROOT),
        title.vertical().name().toLowerCase(Locale.ROOT));
  }
}
