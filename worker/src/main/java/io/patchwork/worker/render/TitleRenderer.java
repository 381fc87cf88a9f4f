package io.patchwork.worker.render;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.Title;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.attribution.PictureLineage;
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
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rasterizes the titles, credit rolls and burnt-in subtitles of a timeline while it is planned, so
 * that the plan pins their pixels and rendering a segment needs no fonts. Equal text is rasterized
 * once and kept in the store. Thread-safe.
 */
final class TitleRenderer {

  private static final int QUOTED_CODE_POINTS = 40;
  private static final int MAX_NAMED_ASSETS = 5;

  /** Texts that one child process rasterizes, to stay within its deadline. */
  private static final int TEXTS_PER_CHILD = 200;

  /** Half of the shortest time after which a policy of retention may delete text. */
  private static final Duration RENEW_AFTER = Duration.ofHours(12);

  private static final int MAX_RECORD_BYTES = 1 << 20;
  private static final int MAX_STRIP_BYTES = 64 << 20;

  private final ObjectStore store;
  private final SandboxedJvm sandboxedJvm;
  private final InstantSource clock;

  TitleRenderer(ObjectStore store, SandboxedJvm sandboxedJvm, InstantSource clock) {
    this.store = store;
    this.sandboxedJvm = sandboxedJvm;
    this.clock = clock;
  }

  /** The lineage that a credit roll is made of. */
  interface LineageSource {

    /**
     * The lineage of a timeline.
     *
     * @param measured with all text but its rolls rasterized
     */
    Lineage lineage(ResolvedTimeline measured) throws Failure;
  }

  /**
   * A timeline with its text rasterized.
   *
   * @param shown for the frame of the output
   * @param measured for the frame in which the lineage measures text, whatever the output's
   */
  record Rasterized(ResolvedTimeline shown, ResolvedTimeline measured) {}

  /**
   * A title or a roll.
   *
   * @param author asset whose words it shows; null where they are nobody's
   */
  private record Text(Title title, @Nullable Id author, boolean rolls) {}

  /**
   * Rasterizes the text of a timeline.
   *
   * @param folder work folder of child processes
   * @throws Refused if no font has one of the characters
   */
  Rasterized rasterize(
      ResolvedTimeline timeline, FrameSize frame, LineageSource lineageSource, Path folder)
      throws Failure, InterruptedException {
    Map<Media, Text> titles = new LinkedHashMap<>();
    Map<Media, Title> rolls = new LinkedHashMap<>();
    for (Media media : timeline.visibleMedia()) {
      switch (media) {
        case Media.PendingTitle(Title title, var author) ->
            titles.put(media, new Text(title, author, false));
        case Media.PendingCreditRoll(Title title) -> rolls.put(media, title);
        case Media.OfAsset _, Media.Generated _, Media.RasterizedText _ -> {}
      }
    }
    Diagnostics warnings = new Diagnostics();
    Rasterized drawn =
        rasterized(new Rasterized(timeline, timeline), titles, frame, folder, warnings);
    if (rolls.isEmpty()) {
      return drawn;
    }
    // Who is transparent, or covered by a title, is not in the film and not in its roll.
    Lineage lineage = lineageSource.lineage(drawn.measured);
    Map<Media, Text> filled = new LinkedHashMap<>();
    Diagnostics ofRolls = new Diagnostics();
    rolls.forEach((media, title) -> {
      String roll = CreditRoll.of(lineage, title.text());
      filled.put(media, new Text(title.withText(roll), null, true));
      warnOfUnnamed(timeline.place(media), CreditRoll.unnamed(lineage), ofRolls);
    });
    return rasterized(drawn, filled, frame, folder.resolve("rolls"), ofRolls);
  }

  /** A timeline with some of its texts rasterized. */
  private Rasterized rasterized(
      Rasterized timeline,
      Map<Media, Text> texts,
      FrameSize frame,
      Path folder,
      Diagnostics warnings)
      throws Failure, InterruptedException {
    if (texts.isEmpty()) {
      return timeline;
    }
    Map<Media, TextRequest> requests = requests(texts, frame);
    Map<Media, TextRequest> measured = requests(texts, PictureLineage.FRAME);
    Map<TextRequest, Media.RasterizedText> rasterized = new HashMap<>();
    List<TextRequest> all =
        Stream.concat(requests.values().stream(), measured.values().stream()).distinct().toList();
    for (TextRequest each : all) {
      stored(each).ifPresent(media -> rasterized.put(each, media));
    }
    rasterize(
            all.stream().filter(each -> !rasterized.containsKey(each)).toList(),
            folder,
            request -> place(timeline.shown, requests, measured, request))
        .forEach(rasterized::put);
    requests.forEach((media, request) -> {
      if (Objects.requireNonNull(rasterized.get(request)).isCut()) {
        warnings.warn(
            timeline.shown.place(media)
                + " overflows its box and is cut off: \""
                + quoted(request)
                + "\"; enlarge the box or shorten the text.");
      }
    });
    return new Rasterized(
        timeline.shown.with(replacements(texts, requests, rasterized), warnings.warnings()),
        timeline.measured.with(replacements(texts, measured, rasterized), List.of()));
  }

  private static Map<Media, TextRequest> requests(Map<Media, Text> texts, FrameSize frame) {
    Map<Media, TextRequest> requests = new LinkedHashMap<>();
    texts.forEach((media, text) -> requests.put(media, request(text.title, frame, text.rolls)));
    return requests;
  }

  private static Map<Media, Media> replacements(
      Map<Media, Text> texts,
      Map<Media, TextRequest> requests,
      Map<TextRequest, Media.RasterizedText> rasterized) {
    Map<Media, Media> replacements = new LinkedHashMap<>();
    requests.forEach((media, request) -> {
      Text text = Objects.requireNonNull(texts.get(media));
      Media.RasterizedText drawn = Objects.requireNonNull(rasterized.get(request)).by(text.author);
      boolean fillsBox = text.title.background() != null && !text.rolls;
      replacements.put(media, fillsBox ? drawn.on(text.title.box()) : drawn);
    });
    return replacements;
  }

  /** Warns of assets without contributors: a roll that omits somebody must not look complete. */
  private static void warnOfUnnamed(String place, List<Id> assets, Diagnostics warnings) {
    if (!assets.isEmpty()) {
      int more = assets.size() - MAX_NAMED_ASSETS;
      warnings.warn(
          place
              + " cannot credit "
              + assets.stream()
                  .limit(MAX_NAMED_ASSETS)
                  .map(Id::value)
                  .collect(Collectors.joining(", "))
              + (more > 0 ? " and " + more + " more" : "")
              + ": no contributor was given at ingest; ingest them again with contributors.");
    }
  }

  /** The first characters of a text, to recognise it by. */
  private static String quoted(TextRequest request) {
    String text = request.text().strip().replaceAll("\\s+", " ");
    return text.codePointCount(0, text.length()) <= QUOTED_CODE_POINTS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, QUOTED_CODE_POINTS)) + "…";
  }

  private static String place(
      ResolvedTimeline timeline,
      Map<Media, TextRequest> shown,
      Map<Media, TextRequest> measured,
      TextRequest request) {
    return Stream.concat(shown.entrySet().stream(), measured.entrySet().stream())
        .filter(each -> each.getValue().equals(request))
        .findFirst()
        .map(each -> timeline.place(each.getKey()))
        .orElseThrow();
  }

  /**
   * Rasterizes texts that are not in the store.
   *
   * @param place where in the timeline a text is first used
   */
  private Map<TextRequest, Media.RasterizedText> rasterize(
      List<TextRequest> requests, Path folder, Function<TextRequest, String> place)
      throws Failure, InterruptedException {
    Map<TextRequest, Media.RasterizedText> rasterized = new HashMap<>();
    Diagnostics diagnostics = new Diagnostics();
    Set<String> refused = new HashSet<>();
    for (int from = 0; from < requests.size(); from += TEXTS_PER_CHILD) {
      List<TextRequest> some =
          requests.subList(from, Math.min(requests.size(), from + TEXTS_PER_CHILD));
      Path work = folder.resolve("from-" + from);
      List<TextRequest.Result> drawn = sandboxedJvm.rasterize(some, work);
      for (int i = 0; i < some.size(); i++) {
        List<String> missing = drawn.get(i).missing();
        if (missing.isEmpty()) {
          rasterized.put(some.get(i), put(some.get(i), drawn.get(i), work.resolve("out")));
        } else {
          String sentence =
              place.apply(some.get(i))
                  + " uses characters that no installed font has ("
                  + String.join(", ", missing)
                  + "): \""
                  + quoted(some.get(i))
                  + "\"; change the text, or ask the operators to install a font.";
          // The same text in two sizes lacks the same characters.
          if (refused.add(sentence)) {
            diagnostics.refuse(FailureCode.MISSING_FONT, sentence);
          }
        }
      }
    }
    diagnostics.throwIfErrors();
    return rasterized;
  }

  /**
   * A stored result, if all its images are still in the store. What is not young is stored again,
   * so that no retention takes it for unreached before the plan is stored.
   */
  private Optional<Media.RasterizedText> stored(TextRequest request) {
    return store
        .read(StoreLayout.textRecord(request.digest()), MAX_RECORD_BYTES)
        .filter(this::isToStay)
        .map(content -> Json.read(content.bytes(), Media.RasterizedText.class))
        .filter(media ->
            media.strips().stream()
                .allMatch(strip ->
                    store
                        .head(new ObjectKey(strip.address()))
                        .filter(image ->
                            isYoung(image)
                                || store
                                    .read(image.key(), MAX_STRIP_BYTES)
                                    .filter(this::isToStay)
                                    .isPresent())
                        .isPresent()));
  }

  private boolean isYoung(StoredObject object) {
    return object.modified().isAfter(clock.instant().minus(RENEW_AFTER));
  }

  /** Renews an object's age if need be; returns whether it was still there. */
  private boolean isToStay(ObjectStore.Content content) {
    StoredObject object = content.object();
    String mediaType = object.key().value().endsWith(".png") ? "image/png" : "application/json";
    return isYoung(object)
        || store
            .replace(
                object.key(),
                object.etag(),
                Upload.of(content.bytes(), mediaType, Sha256.of(content.bytes()).hex()))
            .isPresent();
  }

  private Media.RasterizedText put(TextRequest request, TextRequest.Result result, Path folder)
      throws Failure {
    List<Media.Strip> strips = new ArrayList<>();
    try {
      for (TextRequest.Strip strip : result.strips()) {
        byte[] png = ChildOutput.read(ChildOutput.named(folder, strip.file()), MAX_STRIP_BYTES);
        Sha256 digest = Sha256.of(png);
        ObjectKey key = StoreLayout.textImage(digest);
        store.putIfAbsent(key, Upload.of(png, "image/png", digest.hex()));
        strips.add(
            new Media.Strip(
                digest,
                key.value(),
                strip.x(),
                strip.y(),
                strip.width(),
                strip.height(),
                strip.alpha()));
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    Media.RasterizedText media =
        new Media.RasterizedText(
            strips, result.height(), request.height() == 0, result.isCut(), null, null);
    byte[] bytes = Json.bytes(media);
    store.putIfAbsent(
        StoreLayout.textRecord(request.digest()),
        Upload.of(bytes, "application/json", Sha256.of(bytes).hex()));
    return media;
  }

  private static TextRequest request(Title title, FrameSize frame, boolean rolls) {
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
