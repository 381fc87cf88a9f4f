package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.wire.Json;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the command makes of files beside a timeline: numbered pictures, subtitles. */
@Timeout(120)
final class TimelineFilesIT {

  @TempDir Path temp;

  /** Pictures 5 to 14, of which one is missing, each a little lighter than the one before. */
  @BeforeEach
  void draw() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("pictures"));
    for (int number = 5; number < 15; number++) {
      BufferedImage image = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(new Color(20 * (number - 4), 20 * (number - 4), 20 * (number - 4)));
      graphics.fillRect(0, 0, 320, 180);
      graphics.dispose();
      if (number != 8) {
        ImageIO.write(
            image, "png", folder.resolve("a 100%%_00%02d.png".formatted(number)).toFile());
      }
    }
  }

  private Path timeline(String policy) throws Exception {
    Otio otio = new Otio("10");
    String sequence =
        """
        {"OTIO_SCHEMA":"ImageSequenceReference.1","target_url_base":"pictures",
         "name_prefix":"a 100%25_","name_suffix":".png","start_frame":5,"frame_step":1,"rate":10,
         "frame_zero_padding":4,"missing_frame_policy":"POLICY","available_range":RANGE}\
        """
            .replace("POLICY", policy)
            .replace("RANGE", otio.range(100, 10));
    String clip =
        otio.clip("", 101, 8)
            .replaceFirst(
                "[{]\"OTIO_SCHEMA\":\"ExternalReference.*?[}]",
                java.util.regex.Matcher.quoteReplacement(sequence));
    return Files.write(temp.resolve(policy + ".otio"), otio.track("Video", clip).bytes());
  }

  private WorkerProcess.Said render(Path timeline, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "render",
                "--local",
                temp.resolve("store").toString(),
                timeline.toString(),
                "--profile",
                "preview",
                "-o",
                temp.resolve("film.mp4").toString()));
    arguments.addAll(List.of(more));
    return WorkerProcess.say(temp, Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  void numberedPicturesAreOneSourceAndHeldWhereOneIsMissing() throws Exception {
    WorkerProcess.Said said = render(timeline("hold"));

    assertThat(said.exit()).as(said.err()).isZero();
    List<Integer> lumas = TestMedia.codedLumas(temp.resolve("film.mp4"));
    assertThat(lumas).hasSize(8);
    // The range begins with the second picture, number 6; number 8 is the one that is missing.
    int[] greys = {40, 60, 60, 100, 120, 140, 160, 180};
    for (int frame = 0; frame < greys.length; frame++) {
      assertThat(lumas.get(frame))
          .as("frame " + frame)
          .isBetween(16 + greys[frame] * 219 / 255 - 2, 16 + greys[frame] * 219 / 255 + 2);
    }
  }

  @Test
  void aMissingPictureIsNamedOrASlateStandsForAll() throws Exception {
    WorkerProcess.Said refused = render(timeline("error"));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("missing_media: Image pictures/a 100%25_0008.png of the sequence is missing");
    WorkerProcess.Said slate = render(timeline("error"), "--placeholders");
    assertThat(slate.exit()).as(slate.err()).isZero();
    assertThat(slate.out()).contains("note").contains("is an image sequence");
  }

  @Test
  void subtitlesAreAddedFromFiles() throws Exception {
    Path words =
        Files.writeString(
            temp.resolve("words.srt"), "1\n00:00:00,200 --> 00:00:00,600\nMMMMMMMMMM\n");

    WorkerProcess.Said said =
        render(timeline("hold"), "--burn-in", words.toString(), "--subtitles", "de=" + words);

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out()).contains("subtitles-1-de.vtt");
    List<Integer> foot = TestMedia.codedLumas(temp.resolve("film.mp4"), 100, 16, 270, 320);
    List<Integer> middle = TestMedia.codedLumas(temp.resolve("film.mp4"));
    // On frame 5, white letters and their black edges come to the grey that is there.
    for (int frame : new int[] {0, 1, 2, 3, 4, 6, 7}) {
      boolean isOn = frame >= 2 && frame < 6;
      assertThat(Math.abs(foot.get(frame) - middle.get(frame)) > 5)
          .as("words in " + frame)
          .isEqualTo(isOn);
    }
    WorkerProcess.Said none = render(timeline("hold"), "--burn-in", "nowhere.srt");
    assertThat(none.err()).contains("missing_media").contains("nowhere.srt");
  }

  private WorkerProcess.Said say(String command, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of(command, "--local", temp.resolve("store").toString()));
    arguments.addAll(List.of(more));
    return WorkerProcess.say(temp, Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  void aMissingFileIsNamedAndFoundByItsNameAndItsFilmByTheNameOfTheTimeline() throws Exception {
    Path drive = Files.createDirectories(temp.resolve("drive/day 1"));
    Files.copy(temp.resolve("pictures/a 100%_0005.png"), drive.resolve("Shot.png"));
    Otio otio = new Otio("10");
    String clip = otio.clip("E:\\\\day 1\\\\shot.png", 0, 5);
    Path timeline =
        Files.writeString(
            temp.resolve("cut 7.otio"),
            "\uFEFF"
                + new Otio("10")
                    .track("Video", clip)
                    .toString()
                    .replaceFirst("\"name\" ?: ?\"[^\"]*\"", "\"name\":\"Évening\""));

    WorkerProcess.Said refused = render(timeline, "--json");
    WorkerProcess.Said found = render(timeline, "--json", "--media", temp + "/drive");
    WorkerProcess.Said lineage = say("lineage", "Évening");
    WorkerProcess.Said unknown = say("lineage", "another film", "--json");

    assertThat(refused.exit()).isEqualTo(1);
    JsonNode refusal = Json.MAPPER.readTree(refused.out());
    assertThat(refusal.path("code").asString()).isEqualTo("missing_media");
    assertThat(refusal.path("message").asString()).contains("--media DIR", "--placeholders");
    assertThat(refusal.path("details").path(0).path("url").asString())
        .isEqualTo("E:\\day 1\\shot.png");
    assertThat(refusal.path("details").path(0).path("clips").size()).isEqualTo(1);
    assertThat(found.exit()).as(found.err()).isZero();
    String file = drive.resolve("Shot.png").toRealPath().toString();
    assertThat(Json.MAPPER.readTree(found.out()).path("foundMedia").path(0).path("file").asString())
        .isEqualTo(file);
    assertThat(found.err()).contains("was found by its name: " + file);
    assertThat(lineage.exit()).as(lineage.err()).isZero();
    assertThat(lineage.out())
        .contains("nobody is named as contributor of shot.png (asset Shot-")
        .contains("patchwork ingest --local " + temp.resolve("store") + " --asset Shot-")
        .contains("--contributor ID:NAME:ROLE");
    assertThat(Json.MAPPER.readTree(unknown.out()).path("message").asString())
        .contains("There is no render \"another film\"")
        .contains("the renders there are cut-7")
        .doesNotContain("watch");
  }

  @Test
  void whatFfmpegSaysIsInTheLogOfTheFolder() throws Exception {
    byte[] cut = Files.readAllBytes(temp.resolve("pictures/a 100%_0005.png"));
    Path broken = Files.write(temp.resolve("cut.png"), Arrays.copyOf(cut, 60));

    WorkerProcess.Said said = say("ingest", broken.toString(), "--json");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err().lines())
        .allMatch(line -> line.startsWith("patchwork: ") || line.startsWith("cut-"));
    assertThat(Json.MAPPER.readTree(said.out()).path("outcome").asString()).isEqualTo("failed");
    assertThat(Files.readString(temp.resolve("store/.patchwork/patchwork.log")))
        .contains("job ends outcome=bad_media");
  }

  @Test
  void aPlanSaysWhatWouldBeMadeAndWhatIsThere() throws Exception {
    JsonNode before = Json.MAPPER.readTree(render(timeline("hold"), "--plan", "--json").out());

    assertThat(before.path("frameCount").asInt()).isEqualTo(8);
    assertThat(before.path("seconds").asDouble()).isBetween(0.1, 2.0);
    assertThat(before.path("segments").path(0).path("isThere").asBoolean(true)).isFalse();
    assertThat(temp.resolve("film.mp4")).doesNotExist();

    render(timeline("hold"));
    WorkerProcess.Said said =
        WorkerProcess.say(
            temp,
            Map.of(),
            "--json",
            "--local",
            temp.resolve("store").toString(),
            "render",
            "--plan",
            "--profile",
            "preview",
            timeline("hold").toString());
    JsonNode after = Json.MAPPER.readTree(said.out());

    assertThat(after.path("revision")).isEqualTo(before.path("revision"));
    assertThat(after.path("seconds").asDouble(1)).isZero();
    assertThat(after.path("segments").path(0).path("isThere").asBoolean()).isTrue();
  }

  @Test
  void aCommandThatIsStoppedLeavesNoFilesOnTheirWay() throws Exception {
    Path media = TestMedia.bulky(temp.resolve("bulky.mkv"));
    Path archive = temp.resolve("cut.otioz");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
      Otio otio = new Otio("25");
      out.putNextEntry(new ZipEntry("content.otio"));
      out.write(otio.track("Video", otio.clip("media/bulky.mkv", 0, 30)).bytes());
      out.putNextEntry(new ZipEntry("media/bulky.mkv"));
      Files.copy(media, out);
    }
    Path temporary = Files.createDirectory(temp.resolve("tmp"));
    List<String> command =
        new ArrayList<>(
            WorkerProcess.patchwork(
                "render", "--local", temp.resolve("store").toString(), archive.toString()));
    command.add(1, "-Djava.io.tmpdir=" + temporary);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PATCHWORK_DIR", temp.resolve("scratch").toString());

    Process process = builder.start();
    try (BufferedReader err = process.errorReader()) {
      String line = err.readLine();
      while (line != null && !line.startsWith("bulky-")) {
        line = err.readLine();
      }
      assertThat(line).as("progress of the ingest").isNotNull();
      assertThat(folders(temporary)).isNotEmpty();
      // Process.destroy would close what it says as well.
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(err.lines())
          .anyMatch(each -> each.contains("Stopped before the render. What was ingested is kept"));
      assertThat(process.waitFor()).isNotZero();
    }

    assertThat(folders(temporary)).isEmpty();
  }

  @Test
  void anIngestThatIsStoppedSaysWhatItKept() throws Exception {
    Path media = TestMedia.bulky(temp.resolve("bulky.mkv"));
    Path text = Files.writeString(temp.resolve("words.txt"), "Words of a film.\n");
    ProcessBuilder builder =
        new ProcessBuilder(
            WorkerProcess.patchwork(
                "ingest",
                "--local",
                temp.resolve("store").toString(),
                text.toString(),
                media.toString()));
    builder.environment().put("PATCHWORK_DIR", temp.resolve("scratch").toString());

    Process process = builder.start();
    try (BufferedReader err = process.errorReader();
        BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.startsWith("  sha256")) {
        line = out.readLine();
      }
      assertThat(line).as("the end of the first ingest").isNotNull();
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(err.lines())
          .anyMatch(each ->
              each.equals(
                  "patchwork: Stopped after 1 of 2 files; it is kept in "
                      + temp.resolve("store")
                      + ". Run the same command to go on."));
      assertThat(process.waitFor()).isNotZero();
    }
  }

  private static List<Path> folders(Path temporary) throws Exception {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.filter(file -> file.getFileName().toString().startsWith("patchwork-")).toList();
    }
  }
}
