package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.LineageVector;
import io.patchwork.worker.Otio;
import io.patchwork.worker.attribution.TestLineage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** {@code patchwork lineage} of documents. */
final class LineageCommandTest {

  /** What a terminal would obey is shown instead. */
  private static final String CHO = " Cho\\u202e\\u001b[31m (camera)";

  private static final int USES = 10_000;

  @TempDir private static Path folder = Path.of("");
  private final StringWriter err = new StringWriter();

  /** What a command prints; its exit code is the first line. */
  private List<String> run(String... arguments) {
    CommandLine line = PatchworkCommand.commandLine();
    line.setErr(new PrintWriter(err, true));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    int code;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      List<String> all = new ArrayList<>(List.of("lineage"));
      all.addAll(List.of(arguments));
      code = line.execute(all.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
    List<String> lines = new ArrayList<>(List.of(Integer.toString(code)));
    lines.addAll(out.toString(StandardCharsets.UTF_8).lines().toList());
    return lines;
  }

  private String vector(String name) throws Exception {
    return Files.write(folder.resolve(name + ".json"), LineageVector.bytes(name)).toString();
  }

  @ParameterizedTest
  @MethodSource("io.patchwork.worker.LineageVector#ofSegments")
  void flatDocumentsAreThoseThatWereWorkedOut(String name) throws Exception {
    String file = vector(name);

    List<String> said = run(file, "--flat", "--json");

    JsonNode expected = Json.tree(Files.readAllBytes(Path.of(file))).path("expected");
    assertThat(said.getFirst()).isEqualTo("0");
    assertThat(Json.tree(said.get(1).getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
  }

  @Test
  void aRenderInItselfIsRefusedWithTheWay() throws Exception {
    List<String> said = run(vector("08-cycle"), "--flat", "--json");

    assertThat(said.getFirst()).isEqualTo("1");
    assertThat(said.get(1)).contains("invalid_lineage", "P → Q → P");
    assertThat(err.toString()).contains("P → Q → P");
  }

  private static Contributor person(String id, String name, String role) {
    return new Contributor(new Id(id), name, role);
  }

  private static String off(String item) {
    return item.replaceFirst("\\{", "{\"enabled\":false,");
  }

  /** Half of a remix, faded over to a clip; a sound that nobody hears, and a clip that is off. */
  @BeforeAll
  static void storeFilm() throws Exception {
    StoredFilm stored =
        new StoredFilm(folder)
            .asset("va", true, person("ana", "Ana", "camera"))
            .asset("vb", true, person("ben", "Ben", "camera"))
            .asset("vc", true, person("cho", "Cho\u202e\u001b[31m", "camera"))
            .asset("vd", true, person("dee", "Dee", "camera"))
            .asset("song", false, person("sam", "Sam", "music"))
            .asset("hum", false, person("sam", "Sam", "music"), person("ana", "Ana", "voice"))
            .asset("remix", true, person("otto", "Otto", "editor"));
    Otio otio = new Otio("25");
    stored.render(
        "remix",
        new Otio("25").track("Video", otio.clip("asset:va", 0, 50), otio.clip("asset:vb", 0, 50)));
    Lineage film =
        stored.render(
            "film",
            new Otio("25")
                .track(
                    "Video",
                    otio.clip("asset:remix", 0, 40),
                    otio.transition(5, 5),
                    otio.clip("asset:vc", 10, 35),
                    off(otio.clip("asset:vd", 0, 25)))
                .track(
                    "Audio",
                    otio.clip("asset:song", 0, 25, "", "\"gain\":0"),
                    otio.clip("asset:hum", 0, 50)));
    Files.write(folder.resolve("film.json"), Json.bytes(film));
  }

  private List<String> film(String... arguments) {
    List<String> all = new ArrayList<>(List.of("film", "--local", folder.toString()));
    all.addAll(List.of(arguments));
    List<String> said = run(all.toArray(String[]::new));
    assertThat(said.getFirst()).as(err.toString()).isEqualTo("0");
    return said.subList(1, said.size());
  }

  @Test
  void aFilmIsToldByTimeAndByPerson() throws Exception {
    assertThat(film())
        .containsExactly(
            "video    0:00:00.000 – 0:00:01.800  remix  (88.9 %)  by Otto (editor)",
            "   in it 0:00:00.000 – 0:00:01.800  va  by Ana (camera)",
            "audio    0:00:00.000 – 0:00:01.000  (silence)",
            "audio    0:00:01.000 – 0:00:03.000  hum  by Sam (music), Ana (voice)",
            "video    0:00:01.400 – 0:00:03.000  vc  (87.5 %)  opacity 0 → 1  by" + CHO,
            "video    0:00:03.000 – 0:00:04.000  (black)",
            "audio    0:00:03.000 – 0:00:04.000  (silence)",
            "who is in it:",
            "  seen 0:00:01.800  heard 0:00:02.000  Ana (voice, camera)",
            "      0:00:00.000 – 0:00:01.800  seen   va, through remix",
            "      0:00:01.000 – 0:00:03.000  heard  hum",
            "  seen 0:00:00.000  heard 0:00:02.000  Sam (music)",
            "      0:00:01.000 – 0:00:03.000  heard  hum",
            "  seen 0:00:01.800  heard 0:00:00.000  Otto (editor)",
            "      0:00:00.000 – 0:00:01.800  seen   remix",
            "  seen 0:00:01.600  heard 0:00:00.000 " + CHO,
            "      0:00:01.400 – 0:00:03.000  seen   vc",
            "  asset remix is itself a render (\"remix\")");
  }

  @Test
  void aPersonIsToldInOrderOfTimeWithShares() throws Exception {
    assertThat(film("--person", "ana"))
        .containsExactly(
            "Ana (camera, voice)",
            "  seen 0:00:01.800, heard 0:00:02.000",
            "  0:00:00.000 – 0:00:01.800  seen   88.9 %   va, through remix",
            "  0:00:01.000 – 0:00:03.000  heard  100 %    hum",
            "  where not, and why:",
            "  not seen  va, in remix at 0:00:01.800 – 0:00:02.000",
            "      cut away: that part is not used");
  }

  @Test
  void whoHasNothingIsToldWhy() throws Exception {
    assertThat(film("--person", "ben"))
        .containsExactly(
            "Ben (camera)",
            "  neither seen, heard nor read",
            "  where not, and why:",
            "  not seen  vb, in remix at 0:00:02.000 – 0:00:04.000",
            "      cut away: that part is not used");
    assertThat(film("--person", "dee"))
        .containsExactly(
            "Dee (camera)",
            "  neither seen, heard nor read",
            "  where not, and why:",
            "  0:00:03.000 – 0:00:04.000  not seen  vd",
            "      its clip is disabled");
    assertThat(film("--person", "sam"))
        .containsExactly(
            "Sam (music)",
            "  heard 0:00:02.000",
            "  0:00:01.000 – 0:00:03.000  heard  100 %    hum",
            "  where not, and why:",
            "  0:00:00.000 – 0:00:01.000  not heard  song",
            "      muted: its gain is 0");
  }

  @Test
  void anInstantHasItsShares() throws Exception {
    assertThat(film("--at", "40f"))
        .containsExactly(
            "at 0:00:01.600:",
            "  seen   50 %     va  by Ana (camera), through remix",
            "  seen   50 %     vc  by" + CHO,
            "  heard  100 %    hum  by Sam (music), Ana (voice)");
    assertThat(film("--at", "0:00:01.600", "--json"))
        .singleElement()
        .asString()
        .startsWith("{\"at\":\"8/5\",\"seen\":[{\"asset\":\"va\",\"name\":\"va\",\"share\":\"1/2\"")
        .contains("\"through\":[\"remix\"]");
  }

  @Test
  void flatHasWhatIsInTheRender() throws Exception {
    assertThat(film("--flat"))
        .containsExactly(
            "video    0:00:00.000 – 0:00:01.800  va  (88.9 %)  by Ana (camera), through remix",
            "audio    0:00:01.000 – 0:00:03.000  hum  by Sam (music), Ana (voice)",
            "video    0:00:01.400 – 0:00:03.000  vc  (87.5 %)  opacity 0 → 1  by" + CHO,
            "audio    0:00:02.000 on, 0:00:02.000 by its share  hum  by Sam (music), Ana (voice)",
            "video    0:00:01.800 on, 0:00:01.600 by its share  va  by Ana (camera)",
            "video    0:00:01.600 on, 0:00:01.400 by its share  vc  by" + CHO);
  }

  @Test
  void theDocumentAloneHasTheSameSeconds() throws Exception {
    JsonNode document =
        Json.tree(
            run(folder.resolve("film.json").toString(), "--flat", "--json")
                .get(1)
                .getBytes(StandardCharsets.UTF_8));
    JsonNode stored =
        Json.tree(film("--flat", "--json").getFirst().getBytes(StandardCharsets.UTF_8));

    assertThat(document.path("weighted_seconds")).isEqualTo(stored.path("weighted_seconds"));
    assertThat(document.path("presence_seconds")).isEqualTo(stored.path("presence_seconds"));
    assertThat(document.path("segments")).isEqualTo(stored.path("segments"));
  }

  @Test
  void whoIsNotNamedIsSaidSoWithThoseWhoAre() throws Exception {
    assertThat(run("film", "--local", folder.toString(), "--person", "zoe")).startsWith("2");
    assertThat(err.toString()).contains("ids are ana, ben, cho, dee, otto, sam.");
  }

  @Test
  void aRowAUseHasItsPeopleAndItsShare() throws Exception {
    assertThat(film("--format", "csv").subList(0, 2))
        .containsExactly(
            "medium,start,end,seconds,asset,name,people,ids,sourceStart,sourceEnd,share,through,"
                + "method,licence,identifiers,note",
            "video,0.000,1.400,1.400,va,va,Ana (camera),ana,0.000,1.400,1.000,remix,rendered,,,");
    assertThat(film("--format", "csv-seconds"))
        .contains("0,video,va,va,Ana (camera),ana,1.000,", "1,video,va,va,Ana (camera),ana,0.600,");
  }

  @Test
  void aCueSheetNamesWhatIsHeard() throws Exception {
    assertThat(film("--format", "cue-sheet"))
        .containsExactly(
            "cue,title,asset,people,ids,in,out,duration,share,usage,identifiers,"
                + "personIdentifiers,note",
            "1,hum,hum,Sam (music); Ana (voice),sam; ana,0:00:01.000,0:00:03.000,2.000,1.000,"
                + "alone,,,");
  }

  @Test
  void creditsAreByRolesInOrderOfAppearance() throws Exception {
    assertThat(film("--format", "credits"))
        .containsExactly(
            "camera",
            "Ana",
            "Cho\\u202e\\u001b[31m",
            "",
            "editor",
            "Otto",
            "",
            "music",
            "Sam",
            "",
            "voice",
            "Ana");
    assertThat(film("--format", "credits", "--json"))
        .singleElement()
        .asString()
        .startsWith(
            "{\"roles\":[{\"role\":\"camera\",\"people\":[{\"id\":\"ana\",\"name\":\"Ana\"}");
  }

  @Test
  void chaptersSayWhoIsOn() throws Exception {
    assertThat(film("--format", "vtt").subList(0, 8))
        .containsExactly(
            "WEBVTT",
            "",
            "00:00:00.000 --> 00:00:01.000",
            "Ana",
            "Otto",
            "",
            "00:00:01.000 --> 00:00:01.400",
            "Ana");
  }

  @Test
  void schemaOrgHasAClipForEachRange() throws Exception {
    JsonNode film =
        Json.tree(film("--format", "jsonld").getFirst().getBytes(StandardCharsets.UTF_8));

    assertThat(film.path("@type").asString()).isEqualTo("VideoObject");
    assertThat(film.path("duration").asString()).isEqualTo("PT4S");
    assertThat(film.path("isBasedOn").findValuesAsString("identifier")).contains("remix", "va");
    assertThat(film.path("hasPart").path(0).path("name").asString()).isEqualTo("va");
    assertThat(film.path("hasPart").path(0).path("endOffset").decimalValue())
        .isEqualByComparingTo("1.8");
    assertThat(film.path("creator").path(0).path("roleName").asString()).isEqualTo("camera");
  }

  private static Use second(int at, String asset) {
    Interval out = new Interval(RationalTime.ofSeconds(at, 1), RationalTime.ofSeconds(at + 1L, 1));
    return Use.seen(
        0,
        out,
        new Id(asset),
        Sha256.of(asset),
        out,
        Box.WHOLE,
        Box.WHOLE,
        List.of(),
        Fraction.ONE,
        Use.RENDERED,
        null);
  }

  @Test
  void onePersonOfTenThousandUsesIsFoundWithinASecond() throws Exception {
    List<Use> uses = new ArrayList<>();
    Map<String, Credit> credits = new TreeMap<>();
    for (int i = 0; i < USES; i++) {
      String asset = "a" + i % 400;
      uses.add(second(i, asset));
      credits.put(
          asset,
          new Credit(
              new Id(asset), Sha256.of(asset), List.of(person("p" + i % 40, "P", "x")), List.of()));
    }
    Path file = folder.resolve("long.json");
    Files.write(
        file,
        Json.bytes(
            TestLineage.of(
                new RenderRevision(new Id("long"), Sha256.of("revision")),
                RationalTime.ofSeconds(USES, 1),
                FrameRate.of(25, 1),
                0,
                uses,
                List.of(),
                List.copyOf(credits.values()),
                List.of())));
    ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
    long before = cpu.getCurrentThreadCpuTime();

    List<String> said = run(file.toString(), "--person", "p7");

    long took = cpu.getCurrentThreadCpuTime() - before;
    assertThat(said).hasSize(4 + USES / 40);
    assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(1));
  }
}
