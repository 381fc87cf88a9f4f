package io.patchwork.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.Cluster;
import io.patchwork.worker.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The report on a film, from a file in a real browser. */
@Timeout(120)
final class ReportPageIT {

  private static final int FRAMES = 20;
  @TempDir private static Path temp;
  @Cluster private static TestCluster cluster;
  private static ReportedFilm film;
  private static FramesOfLineage frames;
  private static OpenReport page;

  @BeforeAll
  static void open() throws Exception {
    film = ReportedFilm.of(cluster, temp);
    frames = new FramesOfLineage(film.lineage());
    page =
        new OpenReport(
            film.folder().resolve("report.html"), Files.createDirectories(temp.resolve("profile")));
  }

  @AfterAll
  static void close() {
    if (page != null) {
      page.close();
    }
  }

  /** A page that no other test has touched. */
  @BeforeEach
  void reopen() throws Exception {
    page.resize(1280, 900);
    page.setMedia("", "light");
    page.reopen();
  }

  @Test
  void inTwentyFramesTheNamesAreThoseOfTheLineage() throws Exception {
    Random random = new Random(16);
    Set<String> everybody = new TreeSet<>();
    for (int i = 0; i < FRAMES; i++) {
      long frame = random.nextLong(frames.frames());
      page.moveTo(frame);

      Set<String> shown = new TreeSet<>(page.texts("#seen .name, #heard .name, #read .name"));

      assertThat(shown).as("frame " + frame).isEqualTo(frames.names(frames.frame(frame)));
      everybody.addAll(shown);
    }
    assertThat(everybody)
        .contains("Ana Souza", "Otto", "Rex", "Ren", ReportedFilm.ARABIC, "Sam 山田")
        .contains(ReportedFilm.HOSTILE_SHOWN)
        .doesNotContain("Dora");
  }

  @Test
  void theSharesOfAFrameAreExact() throws Exception {
    Random random = new Random(7);
    Set<String> all = new TreeSet<>();
    for (int i = 0; i < FRAMES; i++) {
      long frame = random.nextLong(frames.frames());
      page.moveTo(frame);

      assertThat(page.shown("seen"))
          .as("frame " + frame)
          .containsExactlyInAnyOrderElementsOf(
              FramesOfLineage.shares(film.mosaic().pictures(), frames.frame(frame)));
      assertThat(page.shown("heard"))
          .as("frame " + frame)
          .containsExactlyInAnyOrderElementsOf(
              FramesOfLineage.shares(film.mosaic().sound(), frames.frame(frame)));
      all.addAll(page.shown("seen"));
      all.addAll(page.shown("heard"));
    }
    assertThat(all).hasSizeGreaterThan(15).contains("drum 27/100");
  }

  @Test
  void aPersonSeesWhereTheyAreAndAnotherWhyNot() throws Exception {
    page.choose("ana");
    assertThat(page.texts("#answer .shots .time").size()).isGreaterThan(2);
    assertThat(page.texts("#answer").getFirst()).contains("Ana Souza", "camera", "Appearances");
    assertThat(page.evaluate("document.querySelectorAll('#answer .shots .still').length").asInt())
        .isPositive();

    page.choose("dora");
    assertThat(page.texts("#answer").getFirst())
        .contains("Dora", "No appearance in this film.", "Why am I not in it?")
        .contains(
            "Covered covered (Seen)", "in the film 0:00:00.000", "What lies above it covers it.");

    page.choose("noor");
    assertThat(page.texts("#answer").getFirst()).contains("نور", "Declared only", "sketch");
  }

  @Test
  void anAppearanceLeadsIntoTheFilm() throws Exception {
    page.choose("suad");
    page.evaluate("document.querySelector('#answer .shots a').focus()");
    page.browser().press("Enter", 13, "\r");
    String time = page.texts("#answer .shots a").getFirst();

    assertThat(page.texts("#clock")).containsExactly(time);
    page.awaitSeeked();
    assertThat(page.texts("#seen .name")).contains(ReportedFilm.ARABIC);
  }

  @Test
  void aStillIsTheFrameOfItsUse() throws Exception {
    page.choose("ana");

    JsonNode differences = page.differencesOfStills();

    assertThat(differences).hasSize(film.written().stills()).hasSizeGreaterThan(3);
    assertThat(differences).allMatch(each -> each.asDouble() < 8);
  }

  @Test
  void theFilmIsFollowedAsItPlays() throws Exception {
    page.evaluate("media.muted = true, media.play()");
    page.await("current >= 12");
    page.evaluate("media.pause()");

    long frame = page.evaluate("current").asLong();
    assertThat(frame).isGreaterThanOrEqualTo(12);
    assertThat(new TreeSet<>(page.texts("#seen .name, #heard .name")))
        .isEqualTo(frames.names(frames.frame(frame)));
  }

  @Test
  void whoIsThereIsSpokenAtMostOnceInAWhile() throws Exception {
    page.evaluate(
        "window.said = 0, new MutationObserver(() => said++).observe("
            + "document.getElementById('spoken'), { childList: true })");
    for (long frame = 0; frame < frames.frames(); frame += 4) {
      page.moveTo(frame);
    }
    page.await("said > 0 && !speaking && speak.said === speak.next");

    assertThat(page.evaluate("said").asInt()).isBetween(1, 3);
    assertThat(page.texts("#spoken").getFirst()).contains("Seen: ", "Heard: Ana Souza.");
  }

  @Test
  void aSearchFindsPeopleAssetsAndRoles() throws Exception {
    page.search("CAMERA");
    assertThat(page.visibleLanes()).contains("Ana Souza", "dusk").doesNotContain("Rex", "drum");
    page.search("الحكيم");
    assertThat(page.visibleLanes()).containsExactly(ReportedFilm.ARABIC, "market");
    assertThat(page.texts("#found").getFirst()).startsWith("1 of ");
  }

  @Test
  void wordsOnScreenAreNobodysOnlyWhereTheirAuthorIsNotRead() throws Exception {
    page.browser()
        .open(
            Files.writeString(
                temp.resolve("words.html"),
                ReportPage.of(ReportBuilderTest.withWords(), null, null, "en")));
    page.moveTo(36);
    assertThat(page.texts("#read .name")).containsExactly("Ben");
    assertThat(page.texts("#seen li").toString())
        .contains("Words on screen; their author is under");

    page.moveTo(12);
    assertThat(page.texts("#read li")).isEmpty();
    assertThat(page.texts("#seen li").toString())
        .contains("Nobody: words on screen that nobody is named for");
    assertThat(page.texts("#assetTable tbody th"))
        .contains(
            "Nobody: words on screen that nobody is named for",
            "Words on screen; their author is under “Read”");
  }

  @Test
  void shownSharesOfAFrameAndOfTheFilmComeToAWhole() throws Exception {
    assertThat(page.evaluate("tenthsOf([[1n, 3n], [1n, 3n], [1n, 3n]]).join()").asString())
        .isEqualTo("334,333,333");
    for (String medium : List.of("'picture', 'video'", "'sound', 'audio'")) {
      assertThat(
              page.evaluate(
                      "[...wholeOf(" + medium + ").values()].reduce((a, b) => a + b).toString()")
                  .asString())
          .isEqualTo("1000");
    }
  }

  @Test
  void theLanesKeepTheirWidthAndAllOfAFrameIsSeen() throws Exception {
    for (long frame : List.of(0L, 64L, frames.frames() - 1)) {
      page.moveTo(frame);
      assertThat(
              page.evaluate(
                      "(each => each.scrollWidth - each.clientWidth)(document.getElementById('lanes'))")
                  .asInt())
          .isZero();
      assertThat(page.evaluate("at('now').scrollHeight - at('now').clientHeight").asInt()).isZero();
    }
    assertThat(page.texts("#axis span")).containsExactly("0:00:00", "0:00:02", "0:00:04");
    assertThat(page.texts(".lane title"))
        .anyMatch(each -> each.contains("Seen") && each.contains("of the frame"));
  }

  @Test
  void aLaneOpensWhatItIsOf() throws Exception {
    page.pressLane("flute");
    assertThat(page.texts("#answer").getFirst())
        .contains("flute: Ana Souza (music). ", "Heard")
        .doesNotContain("dusk", "Why am I not in it?");

    page.pressLane("black");
    assertThat(page.texts("#answer").getFirst()).startsWith("Nobody: black. Seen 0:00:");
    assertThat(page.texts("#answer .why li").getLast()).endsWith(" – 0:00:06.250");
  }

  @Test
  void aSearchIsOfEveryList() throws Exception {
    page.search("Dora");
    assertThat(page.texts("#absences > li:not([hidden])"))
        .singleElement()
        .asString()
        .contains("Dora");
    assertThat(page.texts("#noneOfAll:not([hidden])").toString()).contains("Nothing is found for");
    page.search("flute");
    assertThat(page.texts("#allTable tbody tr:not([hidden])"))
        .singleElement()
        .asString()
        .contains("flute");
    page.search("nobody has this name");
    assertThat(
            page.texts("#lanes:not([hidden]), #absences > li:not([hidden]), .lane:not([hidden])"))
        .isEmpty();
    assertThat(page.texts("#found").getFirst()).contains("Nothing is found for");
  }

  @Test
  void theAnswerThatWasAskedForIsOnPaper() throws Exception {
    page.setMedia("print", "light");
    String isShown = "getComputedStyle(document.getElementById('where')).display";
    assertThat(page.evaluate(isShown).asString()).isEqualTo("none");

    page.choose("ana");

    assertThat(page.evaluate(isShown).asString()).isEqualTo("block");
  }

  @Test
  void theTreeTellsWhoCameThroughWhich() throws Exception {
    assertThat(
            page.texts("#tree > li > ul > li").stream()
                .filter(each -> each.startsWith("remix-two")))
        .singleElement()
        .asString()
        .contains("Ren (edit)", "remix-one: Rex (edit)", "dusk: Ana Souza (camera), Otto (light)");
  }

  @Test
  void sharesOfAssetsAndOfNobodyComeToAWhole() {
    ReportData data =
        ReportBuilder.of(
            new ReportSource(film.lineage(), film.mosaic(), "", Map.of(), List.of(), Map.of()));
    List<ReportData.Part> parts = data.parts();
    Set<Integer> through = new TreeSet<>();
    parts.forEach(part -> part.via().forEach(through::addAll));
    Fraction pictures = Fraction.ZERO;
    Fraction sound = Fraction.ZERO;
    for (int i = 0; i < data.assets().size(); i++) {
      if (!through.contains(i)) {
        pictures = pictures.plus(data.assets().get(i).picture());
        sound = sound.plus(data.assets().get(i).sound());
      }
    }
    for (ReportData.Unattributed each : data.unattributed()) {
      switch (each.medium()) {
        case VIDEO -> pictures = pictures.plus(each.share());
        case AUDIO -> sound = sound.plus(each.share());
        case TEXT -> throw new AssertionError(each);
      }
    }
    assertThat(pictures).isEqualTo(Fraction.ONE);
    assertThat(sound).isEqualTo(Fraction.ONE);
  }

  @Test
  void namesAreTextAndNothingIsLoadedFromElsewhere() throws Exception {
    page.moveTo(80);

    assertThat(page.texts("#seen .name")).contains(ReportedFilm.HOSTILE_SHOWN);
    assertThat(page.evaluate("document.querySelectorAll('img').length").asInt()).isZero();
    assertThat(page.evaluate("document.title").asString()).isEqualTo("test · Who made what");
    assertThat(page.browser().requests())
        .allMatch(each ->
            each.startsWith("file:///") || each.startsWith("data:") || each.equals("about:blank"));
  }

  @Test
  void everythingHasANameForAScreenReader() throws Exception {
    page.choose("ana");
    Set<String> unnamed = page.roles(false);
    Set<String> named = page.roles(true);

    assertThat(unnamed).isEmpty();
    assertThat(named)
        .contains(
            "searchbox", "slider", "button", "combobox", "heading", "link", "image", "region");
    assertThat(
            page.evaluate(
                    "[...document.querySelectorAll('main ul')].filter(each =>"
                        + " each.id && !each.getAttribute('aria-labelledby')).map(each => each.id)"
                        + ".join()")
                .asString())
        .isEqualTo("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void contrastIsEnough(String scheme) throws Exception {
    page.browser()
        .call(
            "Emulation.setEmulatedMedia",
            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    page.moveTo(80);
    page.choose("dora");

    JsonNode found = page.contrast();

    assertThat(found.path("count").asInt()).isGreaterThan(100);
    assertThat(found.path("poor")).isEmpty();
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor").asString())
        .isEqualTo(scheme.equals("dark") ? "rgb(23, 23, 27)" : "rgb(255, 255, 255)");
  }

  @Test
  void thePageIsInArabicFromRightToLeftAndNarrow() throws Exception {
    page.resize(360, 740);
    page.evaluate(
        "(() => { clearTimeout(speaking); speaking = 0; const real = setTimeout;"
            + " setTimeout = (each, ms) => real(each, ms / 20); })()");
    page.setLanguage("ar");
    page.moveTo(80);

    assertThat(
            page.evaluate("document.documentElement.dir + document.documentElement.lang")
                .asString())
        .isEqualTo("rtlar");
    assertThat(page.texts("#nowHead")).containsExactly("في هذا الإطار");
    page.choose("dora");
    assertThat(page.texts("#answer .why .what").getLast()).isEqualTo("يغطيه ما فوقه.");
    page.await("!speaking && at('spoken').textContent.includes('مرئي')");
    assertThat(
            page.evaluate(
                    "[...document.querySelectorAll('.wide')].every(each => each.scrollWidth <="
                        + " each.clientWidth)")
                .asBoolean())
        .isTrue();
    assertThat(
            page.evaluate("document.documentElement.scrollWidth <= window.innerWidth").asBoolean())
        .isTrue();
  }

  @Test
  void thePageIsTheSameWheneverItIsMade() throws Exception {
    Path again = Files.createDirectories(temp.resolve("again"));
    new RenderReport(cluster.store(), () -> cluster.worker().ffmpeg())
        .write(
            new RenderRevision(film.lineage().render(), film.lineage().revision()),
            again,
            Files.createDirectories(temp.resolve("scratch-again")),
            "en",
            progress -> {});

    assertThat(again.resolve("report.html"))
        .hasSameBinaryContentAs(film.folder().resolve("report.html"));
    assertThat(Files.size(again.resolve("report.html"))).isLessThan(RenderReport.MAX_PAGE_BYTES);
  }
}
