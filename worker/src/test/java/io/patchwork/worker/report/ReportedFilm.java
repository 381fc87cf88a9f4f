package io.patchwork.worker.report;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A film of six seconds with a remix of a remix, a picture in the picture that fades, a crossfade
 * of two tones, a clip that is covered and an asset that is only declared, and the report on it.
 *
 * @param folder of the report
 */
record ReportedFilm(Path folder, Lineage lineage, Mosaic mosaic, RenderReport.Written written) {

  /** A name with markup, an override of directions and a control. */
  static final String HOSTILE = "<img src=x onerror=\"document.title='!'\">\u202egnirts\u0007";

  static final String HOSTILE_SHOWN =
      "<img src=x onerror=\"document.title='!'\">\\u202egnirts\\u0007";
  static final String ARABIC = "سعاد الحكيم";

  static ReportedFilm of(TestCluster cluster, Path temp) throws Exception {
    picture(
        cluster,
        temp,
        "dusk",
        "testsrc2=s=160x90:r=24:d=3",
        List.of(new Id("sketch")),
        person("ana", "Ana Souza", "camera"),
        person("otto", "Otto", "light"));
    picture(
        cluster,
        temp,
        "sketch",
        "color=gray:s=64x36:r=24:d=1",
        List.of(),
        person("noor", "نور", "رسم"));
    picture(
        cluster,
        temp,
        "market",
        "smptehdbars=s=160x90:r=24:d=3",
        List.of(),
        person("suad", ARABIC, "تصوير"));
    picture(
        cluster,
        temp,
        "covered",
        "color=blue:s=160x90:r=24:d=3",
        List.of(),
        person("dora", "Dora", "camera"));
    picture(
        cluster,
        temp,
        "face",
        "testsrc=s=160x90:r=24:d=3",
        List.of(),
        person("eve", HOSTILE, "=1+1"));
    asset(
        cluster,
        "drum",
        TestMedia.tone(temp.resolve("drum.wav"), 9, 330),
        List.of(),
        person("sam", "Sam 山田", "music"));
    asset(
        cluster,
        "flute",
        TestMedia.tone(temp.resolve("flute.wav"), 9, 660),
        List.of(),
        person("ana", "Ana Souza", "music"));
    Otio first = new Otio("24");
    first
        .track("Video", first.clip("asset:dusk", 0, 48), first.clip("asset:market", 0, 24))
        .track("Audio", first.clip("asset:drum", 0, 72));
    render(cluster, temp, "remix-one", "gen1", first, person("rex", "Rex", "edit"));
    Otio second = new Otio("24");
    second.track("Video", second.clip("asset:remix-one", 36, 24));
    second.track("Audio", second.clip("asset:remix-one", 36, 24));
    render(cluster, temp, "remix-two", "gen2", second, person("ren", "Ren", "edit"));
    Otio film = new Otio("24");
    film.track("Video", film.clip("asset:covered", 0, 36))
        .track(
            "Video",
            film.clip("asset:dusk", 24, 48),
            film.clip("asset:remix-two", 0, 24),
            film.clip("asset:market", 0, 72, "", "\"fadeOut\": 1"))
        .treated(
            "Video",
            "",
            gap(film, 36),
            film.clip(
                "asset:face",
                0,
                60,
                "",
                "\"rectangle\": {\"x\": 0.6, \"y\": 0.1, \"width\": 0.3, \"height\": 0.3},"
                    + " \"opacity\": [{\"at\": 0, \"value\": 0}, {\"at\": 1, \"value\": 1}]"))
        .track("Audio", film.clip("asset:drum", 0, 100, "", "\"fadeOut\": 2"))
        .track("Audio", gap(film, 50), film.clip("asset:flute", 0, 100, "", "\"fadeIn\": 2"))
        .track("Audio", gap(film, 48), film.clip("asset:remix-two", 0, 24));
    Result.OfRender made = TestCluster.film(cluster.render("the-film", film.bytes(), "preview"));
    RenderRevision revision = new RenderRevision(made.render(), made.revision());
    Path folder = Files.createDirectories(temp.resolve("report"));
    RenderReport.Written written =
        new RenderReport(cluster.store(), () -> cluster.worker().ffmpeg())
            .write(
                revision,
                folder,
                Files.createDirectories(temp.resolve("scratch")),
                "en",
                progress -> {});
    return new ReportedFilm(
        folder,
        document(cluster, made.lineage().key(), Lineage.class),
        document(cluster, StoreLayout.mosaic(made.render(), made.revision()).value(), Mosaic.class),
        written);
  }

  private static String gap(Otio otio, long frames) {
    return "{\"OTIO_SCHEMA\":\"Gap.1\",\"source_range\":" + otio.range(0, frames) + "}";
  }

  private static Contributor person(String id, String name, String role) {
    return new Contributor(new Id(id), name, role);
  }

  private static <T> T document(TestCluster cluster, String key, Class<T> type) {
    return Json.read(
        cluster
            .store()
            .read(new io.patchwork.common.store.ObjectKey(key), 16 << 20)
            .orElseThrow()
            .bytes(),
        type);
  }

  private static void picture(
      TestCluster cluster,
      Path temp,
      String asset,
      String source,
      List<Id> resources,
      Contributor... people)
      throws Exception {
    Path file = temp.resolve(asset + ".mp4");
    List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
    arguments.addAll(List.of("-preset", "ultrafast", "-pix_fmt", "yuv420p", file.toString()));
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    asset(cluster, asset, file, resources, people);
  }

  private static void asset(
      TestCluster cluster, String asset, Path file, List<Id> resources, Contributor... people)
      throws Exception {
    TestCluster.asset(
        cluster.run(
            new Ingest(
                new Id(asset),
                cluster.upload(file),
                List.of(people),
                resources,
                null,
                null,
                TestCluster.SMALL)));
  }

  private static void render(
      TestCluster cluster, Path temp, String asset, String render, Otio timeline, Contributor by)
      throws Exception {
    Result.OfRender film = TestCluster.film(cluster.render(render, timeline.bytes(), "preview"));
    Path file = cluster.fetch(film.output().key(), temp.resolve(render + ".mp4"));
    asset(cluster, asset, file, List.of(), by);
  }
}
