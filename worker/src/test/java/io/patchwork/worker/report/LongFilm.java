package io.patchwork.worker.report;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.attribution.TestLineage;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.attribution.ancestry.Via;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A finished render of two hours with 400 uses in a store: pictures that dissolve into each other,
 * each by two of sixty people, under two tones that fade in turn.
 */
final class LongFilm {

  static final RenderRevision REVISION = new RenderRevision(new Id("long"), Sha256.of("long"));

  private static final int USES = 400;
  private static final int SHOTS = 360;
  private static final int PEOPLE = 60;
  private static final int MINUTES = 120;
  private static final FrameRate RATE = FrameRate.of(24, 1);
  private static final long SHOT = 60L * MINUTES * 24 / SHOTS;
  private static final long DISSOLVE = 48;

  private final List<Use> uses = new ArrayList<>();
  private final List<Slice> pictures = new ArrayList<>();
  private final List<Slice> sound = new ArrayList<>();

  private LongFilm() {
    for (int shot = 0; shot < SHOTS; shot++) {
      long start = shot * SHOT;
      long end = start + SHOT;
      boolean isLast = shot == SHOTS - 1;
      pictures.add(
          slice(
              start,
              isLast ? end : end - DISSOLVE,
              part("v" + shot, start, isLast ? end : end - DISSOLVE, one())));
      uses.add(use(Medium.VIDEO, "v" + shot, start, end));
      if (!isLast) {
        pictures.add(
            slice(
                end - DISSOLVE,
                end,
                part("v" + shot, end - DISSOLVE, end, falling()),
                part("v" + (shot + 1), end - DISSOLVE, end, rising())));
      }
    }
    long tone = 60L * MINUTES * 24 / (USES - SHOTS);
    for (int i = 0; i < USES - SHOTS; i++) {
      long start = i * tone;
      sound.add(
          slice(
              start,
              start + tone,
              part("s" + i, start, start + tone, falling()),
              part("s" + (i + 1) % (USES - SHOTS), start, start + tone, rising())));
      uses.add(use(Medium.AUDIO, "s" + i, start, start + tone));
    }
  }

  private static Polynomial one() {
    return Polynomial.ONE;
  }

  private static Polynomial falling() {
    return new Polynomial(List.of(Fraction.ONE, Fraction.of(-1)));
  }

  private static Polynomial rising() {
    return new Polynomial(List.of(Fraction.ZERO, Fraction.ONE));
  }

  private static Interval range(long start, long end) {
    return new Interval(RationalTime.ofFrames(start, RATE), RationalTime.ofFrames(end, RATE));
  }

  private static Slice slice(long start, long end, Part... parts) {
    return new Slice(range(start, end), List.of(new Tile(Box.WHOLE, List.of(parts))));
  }

  private static Part part(String asset, long start, long end, Polynomial share) {
    return new Part(
        new Origin.OfAsset(new Id(asset), Sha256.of(asset)),
        range(start, end),
        Box.WHOLE,
        share,
        List.of(),
        Via.NONE,
        Use.RENDERED,
        null,
        null);
  }

  private static Use use(Medium medium, String asset, long start, long end) {
    return Use.unseen(
        medium,
        0,
        range(start, end),
        new Id(asset),
        Sha256.of(asset),
        range(start, end),
        List.of(),
        Fraction.ONE);
  }

  private Lineage lineage() {
    List<Credit> credits = new ArrayList<>();
    for (int i = 0; i < USES; i++) {
      String asset = i < SHOTS ? "v" + i : "s" + (i - SHOTS);
      credits.add(
          new Credit(
              new Id(asset), Sha256.of(asset), List.of(person(i), person(i * 7 + 3)), List.of()));
    }
    return TestLineage.of(
        REVISION,
        RationalTime.ofSeconds(60L * MINUTES, 1),
        RATE,
        48_000,
        uses,
        List.of(),
        credits,
        List.of());
  }

  private static Contributor person(int number) {
    int place = number % PEOPLE;
    return new Contributor(
        new Id("person-" + place), "Person " + place, place % 2 == 0 ? "camera" : "edit");
  }

  /** Puts it into a store. */
  static void put(ObjectStore store, Path temp) throws Exception {
    Path minute = temp.resolve("minute.mp4");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=320x180:r=24:d=60",
        "-f",
        "lavfi",
        "-i",
        "sine=d=60",
        "-g",
        "48",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        minute.toString());
    Path whole = temp.resolve("long.mp4");
    TestMedia.ffmpeg(
        "-stream_loop",
        "" + (MINUTES - 1),
        "-i",
        minute.toString(),
        "-c",
        "copy",
        "-t",
        "" + 60 * MINUTES,
        "-movflags",
        "+faststart",
        whole.toString());
    byte[] bytes = Files.readAllBytes(whole);
    ObjectKey key = StoreLayout.renderOutput(REVISION.render(), REVISION.revision(), "output.mp4");
    put(store, key, bytes);
    LongFilm film = new LongFilm();
    Lineage lineage = film.lineage();
    Artifact output =
        new Artifact(
            ArtifactRole.RENDER,
            key.value(),
            Sha256.of(bytes),
            bytes.length,
            "video/mp4",
            320,
            180,
            lineage.duration(),
            60L * MINUTES * 24);
    Result.OfRender result =
        new Result.OfRender(
            REVISION.render(),
            REVISION.revision(),
            output,
            List.of(),
            List.of(),
            output,
            null,
            60L * MINUTES * 24,
            new Result.SegmentCount(0, 0, 0, 0),
            List.of());
    put(
        store,
        StoreLayout.renderResult(REVISION.render(), REVISION.revision()),
        Json.bytes(
            Map.of(
                "end",
                "completed",
                "result",
                Json.MAPPER.readTree(
                    Json.MAPPER.writerFor(Result.class).writeValueAsBytes(result)))));
    put(store, StoreLayout.lineage(REVISION.render(), REVISION.revision()), Json.bytes(lineage));
    put(
        store,
        StoreLayout.mosaic(REVISION.render(), REVISION.revision()),
        Json.bytes(new Mosaic(lineage.duration(), RATE, film.pictures, film.sound, List.of())));
  }

  private static void put(ObjectStore store, ObjectKey key, byte[] bytes) {
    store.putIfAbsent(key, Upload.of(bytes, "application/octet-stream", Sha256.of(bytes).hex()));
  }
}
