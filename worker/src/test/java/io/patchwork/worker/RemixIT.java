package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.CreditChange;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.attribution.UnknownParts;
import io.patchwork.worker.evidence.StoredEvidence;
import io.patchwork.worker.render.CreditCorrection;
import io.patchwork.worker.render.LineageVersions;
import io.patchwork.worker.render.UsesIndex;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Renders that are assets of other renders: who is in the part that is used, and nobody else. */
@Timeout(120)
final class RemixIT {

  @TempDir static Path temp;
  @Cluster static TestCluster cluster;
  private static RemixedFilms films;

  @BeforeAll
  static void twoGenerations() throws Exception {
    films = new RemixedFilms(cluster, temp);
    Path red = temp.resolve("va.mp4");
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", "color=red:s=320x180:r=24:d=3", "-pix_fmt", "yuv420p", "" + red);
    Path green = temp.resolve("vb.mp4");
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", "color=green:s=320x180:r=25:d=3", "-pix_fmt", "yuv420p", "" + green);
    films.ingest("va", red, "ana:Ana Souza:camera", "otto:Otto:light");
    films.ingest("vb", green, "ben:Ben Ode:camera");
    films.ingest("sa", TestMedia.tone(temp.resolve("sa.wav"), 6, 900), "sam:Sam:music");
    Otio first = new Otio("24");
    first
        .track("Video", first.clip("asset:va", 0, 48), first.clip("asset:vb", 0, 24))
        .track("Audio", first.clip("asset:sa", 0, 72));
    films.ingest("remix1", films.film("gen1", first), "rex:Rex:edit");
    Otio second = new Otio("24");
    second.track("Video", second.clip("asset:remix1", 36, 24));
    films.ingest("remix2", films.film("gen2", second), "ren:Ren:edit");
  }

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = RemixIT.class.getResourceAsStream("/cases/lineage/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12-remix-picture-of-its-first-second", "13-remix-across-its-cut-at-double-speed"})
  void thePeopleOfThePartThatIsUsedAreInIt(String name) throws Exception {
    JsonNode expected = Json.tree(resource(name + ".expected.json"));

    Lineage lineage = films.lineage(name.substring(0, 8), resource(name + ".otio"));

    Map<String, String> people = RemixedFilms.people(lineage);
    for (Map.Entry<String, JsonNode> each : expected.path("people").properties()) {
      assertThat(people.get(each.getKey()))
          .as(each.getKey())
          .isEqualTo(
              each.getValue().path("seen").asString("0/1")
                  + " "
                  + each.getValue().path("heard").asString("0/1"));
    }
    expected
        .path("absent")
        .forEach(person -> {
          assertThat(people).doesNotContainKey(person.asString());
          assertThat(CreditRoll.people(lineage))
              .extracting(each -> each.id().value())
              .doesNotContain(person.asString());
        });
  }

  @Test
  void whoIsTwoRendersAwayIsInItAndSoAreTheMakersOfBoth() throws Exception {
    Otio third = new Otio("24");
    third.track("Video", third.clip("asset:remix2", 6, 12));

    Lineage lineage = films.lineage("gen3", third.bytes());

    assertThat(RemixedFilms.people(lineage))
        .isEqualTo(
            Map.of(
                "ana", "1/4 0/1", "otto", "1/4 0/1", "ben", "1/4 0/1", "ren", "1/2 0/1", "rex",
                "1/2 0/1"));
    assertThat(CreditRoll.of(lineage, ""))
        .isEqualTo("edit\nRen\nRex\n\ncamera\nAna Souza\nBen Ode\n\nlight\nOtto");
    Use first = lineage.nestedUses().getFirst();
    assertThat(first.via())
        .isEqualTo(List.of(List.of(new Id("remix2")), List.of(new Id("remix1"))));
    assertThat(first.source().start().seconds()).isEqualTo(Fraction.of(42, 24));
  }

  @Test
  void whoIsInARenderThatWasEncodedAgainIsNamedAsItsUploaderDeclaresIt() throws Exception {
    Path small = temp.resolve("small.mp4");
    TestMedia.ffmpeg(
        "-i", temp.resolve("gen1.mp4").toString(), "-vf", "scale=320:-2", "-crf", "30", "" + small);
    films.ingest("again", small, List.of(new Id("gen1")), "zoe:Zoe:upload");
    Otio timeline = new Otio("24");
    timeline.track("Video", timeline.clip("asset:again", 0, 12));

    Result.OfRender film =
        TestCluster.film(cluster.render("of-again", timeline.bytes(), "preview"));

    Lineage lineage = Objects.requireNonNull(film.document());
    assertThat(film.warnings())
        .containsExactly(
            "Asset again is declared to be made from the render gen1, in an unknown part: 4 people"
                + " of it are credited, but for no time; use the file that was rendered, as it is,"
                + " to credit them for their time.");
    assertThat(CreditRoll.people(lineage))
        .extracting(each -> each.id().value())
        .containsExactlyInAnyOrder("zoe", "ana", "otto", "ben", "sam");
    assertThat(lineage.nestedUses()).isEmpty();
  }

  @Test
  void whoMadeAnAssetIsCorrectedWhereverItIsWithoutRendering() throws Exception {
    Otio timeline = new Otio("24");
    timeline.track("Video", timeline.clip("asset:remix2", 0, 24));
    Result.OfRender film =
        TestCluster.film(cluster.render("to-be-corrected", timeline.bytes(), "preview"));
    CreditCorrection correction = new CreditCorrection(cluster.store());
    List<Contributor> people =
        List.of(
            new Contributor(new Id("ben"), "Ben Ode", "camera"),
            new Contributor(new Id("bea"), "Bea", "light"));

    correction.name(new Id("vb"), people, null);
    Map<RenderRevision, List<CreditChange>> corrected = correction.correct(new Id("vb"));

    assertThat(corrected.keySet())
        .extracting(each -> each.render().value())
        .contains("gen1", "gen2", "to-be-corrected");
    LineageVersions.Version version =
        new LineageVersions(cluster.store())
            .latest(new RenderRevision(film.render(), film.revision()))
            .orElseThrow();
    assertThat(version.number()).isEqualTo(1);
    assertThat(version.lineage().supersedes()).isEqualTo(film.lineage().sha256());
    assertThat(version.lineage().changes().getFirst().after()).isEqualTo(people);
    assertThat(RemixedFilms.people(version.lineage())).containsEntry("bea", "1/2 0/1");
    assertThat(correction.correct(new Id("vb"))).as("again").isEmpty();
    assertThat(new UsesIndex(cluster.store()).ofPerson(new Id("bea")))
        .contains(new RenderRevision(film.render(), film.revision()));
  }

  @Test
  void aPoemOnScreenHasAPoetWhoIsInRemixesToo() throws Exception {
    Path poem = Files.writeString(temp.resolve("poem.txt"), "The fog comes\non little cat feet.\n");
    films.ingest("poem", poem, "poe:Poe Tess:poem");
    Otio timeline = new Otio("24");
    timeline
        .track("Video", timeline.clip("asset:va", 0, 48))
        .track(
            "Video",
            timeline.gap(12),
            timeline.generator("Title", "\"text\":\"The fog comes\",\"asset\":\"poem\"", 24));
    films.ingest("spoken", films.film("with-a-poem", timeline), "rex:Rex:edit");
    Otio remix = new Otio("24");
    remix.track("Video", remix.clip("asset:spoken", 0, 24));

    Lineage own = films.lineage("poem-again", timeline.bytes());
    Lineage nested = films.lineage("poem-remix", remix.bytes());

    assertThat(RemixedFilms.reading(own)).containsExactly("poe 1/1");
    JsonNode told =
        new StoredEvidence(cluster.store(), own).creditedTimeline().orElseThrow().document();
    JsonNode title = told.findValues("lineage").getLast();
    assertThat(title.path("people").path(0).path("name").asString()).isEqualTo("Poe Tess");
    assertThat(title.path("uses").path(0).path("out").toString()).isEqualTo("[\"1/2\",\"3/2\"]");
    assertThat(title.path("uses").path(0).path("medium").asString()).isEqualTo("text");
    assertThat(RemixedFilms.reading(nested)).containsExactly("poe 1/2");
    assertThat(CreditRoll.of(nested, "")).contains("Poe Tess");
  }

  @Test
  void wordsThatARemixCutsAwayAreNotReadInIt() throws Exception {
    Path verse = Files.writeString(temp.resolve("verse.txt"), "A verse\n");
    films.ingest("verse", verse, "vera:Vera Wood:verse");
    Path words = temp.resolve("words.srt");
    Files.writeString(words, "1\n00:00:00,000 --> 00:00:01,000\nUn vers\n");
    films.ingest("words", words, "tam:Tam Ito:translation");
    Otio timeline = new Otio("24");
    timeline
        .track("Video", timeline.clip("asset:va", 0, 24))
        .track(
            "Video",
            timeline.generator(
                "Title", "\"text\":\"A verse\",\"vertical\":\"top\",\"asset\":\"verse\"", 24))
        .treated("Subtitle", "\"burn\": true", timeline.clip("asset:words", 0, 24));
    films.ingest("worded", films.film("with-words", timeline), "rex:Rex:edit");

    assertThat(readOfWorded("words-whole", "")).containsExactlyInAnyOrder("vera 1/1", "tam 1/1");
    assertThat(readOfWorded("words-below", "\"crop\":{\"top\":0.5}")).containsExactly("tam 1/1");
    assertThat(readOfWorded("words-above", "\"crop\":{\"bottom\":0.5}"))
        .containsExactly("vera 1/1");
  }

  private static List<String> readOfWorded(String render, String treatment) throws Exception {
    Otio remix = new Otio("24");
    remix.track("Video", remix.clip("asset:worded", 0, 24, "", treatment));
    Lineage lineage = films.lineage(render, remix.bytes());
    assertThat(CreditRoll.people(lineage))
        .filteredOn(each -> List.of("verse", "translation").contains(each.role()))
        .extracting(each -> each.id() + " 1/1")
        .containsExactlyInAnyOrderElementsOf(RemixedFilms.reading(lineage));
    return RemixedFilms.reading(lineage);
  }

  @Test
  void aFilmInAnotherContainerIsTheSameFilm() throws Exception {
    Otio timeline = new Otio("24");
    timeline
        .track("Video", timeline.clip("asset:va", 0, 24), timeline.clip("asset:vb", 0, 24))
        .track("Audio", timeline.clip("asset:sa", 0, 48));
    Path film = films.film("boxed", timeline);
    Path other = temp.resolve("boxed.mkv");
    TestMedia.ffmpeg(
        "-i",
        "" + film,
        "-map",
        "0:v",
        "-map",
        "0:a",
        "-c",
        "copy",
        "-map_metadata",
        "-1",
        "" + other);
    films.ingest("reboxed", other, "una:Una Uploader:upload");
    Otio remix = new Otio("24");
    remix
        .track("Video", remix.clip("asset:reboxed", 0, 24))
        .track("Audio", remix.clip("asset:reboxed", 0, 24));

    Lineage lineage = films.lineage("of-reboxed", remix.bytes());

    assertThat(RemixedFilms.people(lineage))
        .isEqualTo(Map.of("ana", "1/1 0/1", "otto", "1/1 0/1", "sam", "0/1 1/1", "una", "1/1 1/1"));
    assertThat(UnknownParts.of(lineage))
        .singleElement()
        .asString()
        .contains("another file of the render boxed");
  }

  @Test
  void aFilmWithAnotherSoundHoldsTheFilmsPeopleForNoTime() throws Exception {
    Otio timeline = new Otio("24");
    timeline
        .track("Video", timeline.clip("asset:vb", 0, 24), timeline.clip("asset:va", 0, 24))
        .track("Audio", timeline.clip("asset:sa", 0, 48));
    Path film = films.film("sung", timeline);
    Path tone = TestMedia.tone(temp.resolve("other.wav"), 2, 300);
    Path other = temp.resolve("dubbed.mp4");
    TestMedia.ffmpeg(
        "-i", "" + film, "-i", "" + tone, "-map", "0:v", "-map", "1:a", "-c:v", "copy", "" + other);
    films.ingest("dubbed", other, "una:Una Uploader:upload");
    Otio remix = new Otio("24");
    remix.track("Video", remix.clip("asset:dubbed", 0, 24));

    Lineage lineage = films.lineage("of-dubbed", remix.bytes());

    assertThat(RemixedFilms.people(lineage)).isEqualTo(Map.of("una", "1/1 0/1"));
    assertThat(CreditRoll.people(lineage))
        .extracting(each -> each.id().value())
        .contains("ana", "otto", "ben", "sam");
    assertThat(UnknownParts.of(lineage))
        .singleElement()
        .asString()
        .contains("has pictures or sound of the render sung, in an unknown part");
  }

  @Test
  void equalFilmsOfDifferentAssetsAreToldApartByTheirUploader() throws Exception {
    Path grey = temp.resolve("grey.mp4");
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", "color=gray:s=320x180:r=24:d=1", "-pix_fmt", "yuv420p", "" + grey);
    films.ingest("grey-a", grey, "ana:Ana Souza:camera");
    films.ingest("grey-b", grey, "ben:Ben Ode:camera");
    Otio one = new Otio("24");
    one.track("Video", one.clip("asset:grey-a", 0, 24));
    Otio other = new Otio("24");
    other.track("Video", other.clip("asset:grey-b", 0, 24));
    Path film = temp.resolve("untagged.mp4");
    films.film("grey2", other);
    TestMedia.ffmpeg(
        "-i", "" + films.film("grey1", one), "-c", "copy", "-map_metadata", "-1", "" + film);
    films.ingest("grey-film", film, "una:Una Uploader:upload");
    films.ingest("grey-named", film, List.of(new Id("grey1")), "una:Una Uploader:upload");
    Otio remix = new Otio("24");
    remix.track("Video", remix.clip("asset:grey-film", 0, 24));
    Otio named = new Otio("24");
    named.track("Video", named.clip("asset:grey-named", 0, 24));

    Lineage unknown = films.lineage("of-grey", remix.bytes());
    Lineage known = films.lineage("of-named", named.bytes());

    assertThat(RemixedFilms.people(unknown)).isEqualTo(Map.of("una", "1/1 0/1"));
    assertThat(UnknownParts.of(unknown))
        .singleElement()
        .asString()
        .contains("has pictures or sound of the render grey", ", grey");
    assertThat(RemixedFilms.people(known)).isEqualTo(Map.of("ana", "1/1 0/1", "una", "1/1 0/1"));
  }

  @Test
  void aCorrectionReachesFilmsThatOnlyDeclareTheRender() throws Exception {
    Otio first = new Otio("24");
    first.track("Video", first.clip("asset:vb", 0, 24));
    Path film = films.film("declared-inner", first);
    Path small = temp.resolve("declared-small.mp4");
    TestMedia.ffmpeg("-i", "" + film, "-vf", "scale=320:-2", "-crf", "30", "" + small);
    films.ingest("declared", small, List.of(new Id("declared-inner")), "zoe:Zoe:upload");
    Otio timeline = new Otio("24");
    timeline.track("Video", timeline.clip("asset:declared", 0, 12));
    Lineage before = films.lineage("declares", timeline.bytes());
    AssetContent content = before.credits().getFirst().content();
    Lineage inner = films.lineage("declared-inner", first.bytes());
    CreditCorrection correction = new CreditCorrection(cluster.store());

    Map<RenderRevision, List<CreditChange>> corrected =
        correction.correct(
            inner.credits().getFirst().content(),
            List.of(new Contributor(new Id("ivy"), "Ivy", "camera")));

    assertThat(corrected).containsKey(new RenderRevision(before.render(), before.revision()));
    LineageVersions.Version now =
        new LineageVersions(cluster.store())
            .latest(new RenderRevision(before.render(), before.revision()))
            .orElseThrow();
    assertThat(now.lineage().credits())
        .filteredOn(credit -> credit.content().equals(content))
        .singleElement()
        .satisfies(credit ->
            assertThat(credit.nestedContributors())
                .extracting(each -> each.id().value())
                .containsExactly("ivy"));
    // As it was, for the other tests.
    assertThat(correction.correct(new Id("vb"))).isNotEmpty();
    AssetContent mistyped = new AssetContent(new Id("vb"), Sha256.of("mistyped"));
    assertThatThrownBy(() -> correction.correct(mistyped, List.of()))
        .hasMessageContaining("No render has the content " + mistyped.sha256().hex());
  }

  @Test
  void whatAnAssetIsCalledIsInLineages() throws Exception {
    Path file = temp.resolve("titled.mp4");
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", "color=navy:s=320x180:r=24:d=1", "-pix_fmt", "yuv420p", "" + file);
    WorkDetails work =
        new WorkDetails("Blue Hour", "CC-BY-4.0", new TreeMap<>(Map.of("eidr", "10.5240/AB-C")));
    Contributor ana =
        new Contributor(new Id("ana"), "Ana Souza", "camera")
            .known(new TreeMap<>(Map.of("orcid", "0000-0002-1825-0097")));
    TestCluster.asset(
        cluster.run(
            new Ingest(
                new Id("titled"),
                cluster.upload(file),
                List.of(ana),
                List.of(),
                null,
                null,
                TestCluster.SMALL,
                work)));
    Otio timeline = new Otio("24");
    timeline.track("Video", timeline.clip("asset:titled", 0, 12));
    Lineage lineage = films.lineage("of-titled", timeline.bytes());
    CreditCorrection correction = new CreditCorrection(cluster.store());

    correction.name(
        new Id("titled"), List.of(), new WorkDetails("Blue Hours", null, new TreeMap<>()));
    correction.correct(new Id("titled"));

    assertThat(lineage.credits().getFirst().work()).isEqualTo(work);
    assertThat(lineage.credits().getFirst().contributors()).containsExactly(ana);
    Lineage now =
        new LineageVersions(cluster.store())
            .latest(new RenderRevision(lineage.render(), lineage.revision()))
            .orElseThrow()
            .lineage();
    assertThat(Objects.requireNonNull(now.credits().getFirst().work()).title())
        .isEqualTo("Blue Hours");
    assertThat(now.credits().getFirst().contributors()).containsExactly(ana);
  }

  @Test
  void theSameWordsOfTwoPoetsAreEachTheirOwn() throws Exception {
    films.ingest("haiku-a", Files.writeString(temp.resolve("a.txt"), "Old pond\n"), "bas:Bas:poem");
    films.ingest(
        "haiku-b", Files.writeString(temp.resolve("b.txt"), "Old pond!\n"), "iss:Iss:poem");
    String box =
        "\"text\":\"Old pond\",\"background\":\"#000000\",\"box\":{\"x\":0,\"y\":0,"
            + "\"width\":0.25,\"height\":0.125},\"asset\":";
    Otio timeline = new Otio("24");
    timeline
        .track("Video", timeline.clip("asset:va", 0, 48))
        .track(
            "Video",
            timeline.generator("Title", box + "\"haiku-a\"", 24),
            timeline.generator("Title", box + "\"haiku-b\"", 12));

    Lineage lineage = films.lineage("two-poets", timeline.bytes());

    assertThat(RemixedFilms.reading(lineage)).containsExactly("bas 1/1", "iss 1/2");
    assertThat(
            lineage.uses().stream()
                .filter(use -> use.asset().value().equals("va"))
                .map(use -> use.visible() + " of " + use.out().length()))
        .containsExactly("31/32 of 3/2", "1/1 of 1/2");
  }

  @Test
  void nobodyIsHeardWhereARenderIsSilent() throws Exception {
    Otio first = new Otio("24");
    first
        .track("Video", first.clip("asset:va", 0, 48))
        .track("Audio", first.clip("asset:sa", 0, 24));
    films.ingest("half-silent", films.film("half-silent-1", first), "rex:Rex:edit");
    Otio remix = new Otio("24");
    remix
        .track("Video", remix.clip("asset:vb", 0, 24))
        .track("Audio", remix.clip("asset:half-silent", 12, 24));

    Lineage lineage = films.lineage("of-half-silent", remix.bytes());

    assertThat(RemixedFilms.people(lineage))
        .isEqualTo(Map.of("ben", "1/1 0/1", "rex", "0/1 1/2", "sam", "0/1 1/2"));
    assertThat(lineage.generated())
        .filteredOn(each -> each.generator().equals("silence"))
        .singleElement()
        .satisfies(each -> assertThat(each.out()).hasToString("Interval[start=1/2, end=1/1]"));
  }

  @Test
  void whoMadeAnEarlierContentOfAnAssetIsInFilmsOfThatContent() throws Exception {
    Path blue = temp.resolve("ba.mp4");
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", "color=blue:s=320x180:r=24:d=2", "-pix_fmt", "yuv420p", "" + blue);
    films.ingest("ba", blue, "ana:Ana Souza:camera");
    Otio first = new Otio("24");
    first.track("Video", first.clip("asset:ba", 0, 24));
    films.ingest("bf", films.film("bf1", first), "rex:Rex:edit");
    Path white = temp.resolve("bw.mp4");
    TestMedia.ffmpeg(
        "-f", "lavfi", "-i", "color=white:s=320x180:r=24:d=2", "-pix_fmt", "yuv420p", "" + white);
    films.ingest("ba", white, "ben:Ben Ode:camera");
    Otio again = new Otio("24");
    again.track("Video", again.clip("asset:bf", 0, 12), again.clip("asset:ba", 0, 12));
    // The film is made anew from itself, under its own id.
    films.ingest("bf", films.film("bf2", again), "ren:Ren:edit");
    Otio third = new Otio("24");
    third.track("Video", third.clip("asset:bf", 6, 12));

    Lineage lineage = films.lineage("bf3", third.bytes());

    assertThat(RemixedFilms.people(lineage))
        .isEqualTo(Map.of("ana", "1/4 0/1", "rex", "1/4 0/1", "ben", "1/4 0/1", "ren", "1/2 0/1"));
  }
}
