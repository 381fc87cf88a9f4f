package io.patchwork.worker;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Presence;
import io.patchwork.schema.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ingests what people made and renders films of it, and says who is in them. */
record RemixedFilms(TestCluster cluster, Path temp) {

  void ingest(String asset, Path file, String... people) throws Exception {
    ingest(asset, file, List.of(), people);
  }

  void ingest(String asset, Path file, List<Id> resources, String... people) throws Exception {
    List<Contributor> contributors = new ArrayList<>();
    for (String person : people) {
      List<String> parts = List.of(person.split(":", -1));
      contributors.add(new Contributor(new Id(parts.get(0)), parts.get(1), parts.get(2)));
    }
    TestCluster.asset(
        cluster.run(
            new Ingest(
                new Id(asset),
                cluster.upload(file),
                contributors,
                resources,
                null,
                null,
                TestCluster.SMALL)));
  }

  Path film(String render, Otio timeline) throws Exception {
    Result.OfRender film = TestCluster.film(cluster.render(render, timeline.bytes(), "preview"));
    return cluster.fetch(film.output().key(), temp.resolve(render + ".mp4"));
  }

  Lineage lineage(String render, byte[] timeline) throws Exception {
    Result.OfRender film = TestCluster.film(cluster.render(render, timeline, "preview"));
    Path document = cluster.fetch(film.lineage().key(), temp.resolve(render + ".json"));
    return Json.read(Files.readAllBytes(document), Lineage.class);
  }

  /** Seconds of the frame and of sound of each person. */
  static Map<String, String> people(Lineage lineage) {
    Map<String, String> people = new TreeMap<>();
    Presence.of(lineage)
        .forEach(
            each -> people.put(each.contributor().id().value(), each.seen() + " " + each.heard()));
    return people;
  }

  /** Who is read, and for how long. */
  static List<String> reading(Lineage lineage) {
    return Presence.of(lineage).stream()
        .filter(each -> each.read().seconds().signum() > 0)
        .map(each -> each.contributor().id() + " " + each.read())
        .toList();
  }
}
