package io.patchwork.worker.fuzz;

import io.patchwork.worker.TestMedia;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Hostile and awkward files of every kind, written into a folder: damaged, cut short, named as what
 * they are not, that point to other files, that claim far too much, and such as are only rare.
 */
final class HostileFiles {

  private final Path folder;
  private final Path clip;
  private final byte[] mp4;
  private final byte[] png;
  private final byte[] jpeg;

  private HostileFiles(Path folder, Path clip, Path png, Path jpeg) throws IOException {
    this.folder = folder;
    this.clip = clip;
    this.mp4 = Files.readAllBytes(clip);
    this.png = Files.readAllBytes(png);
    this.jpeg = Files.readAllBytes(jpeg);
  }

  /**
   * Writes them.
   *
   * @param parts an empty folder for what they are made of
   */
  static void write(Path folder, Path parts) throws Exception {
    Path clip = TestMedia.video(parts.resolve("clip.mp4"), 2, "320x240", "25", 440);
    Path jpeg = TestMedia.image(parts.resolve("picture.jpg"), "64x48");
    Path png = TestMedia.image(parts.resolve("picture.png"), "64x48");
    Path words =
        Files.writeString(parts.resolve("words.srt"), "1\n00:00:00,000 --> 00:00:01,000\nHello\n");
    HostileFiles files = new HostileFiles(folder, clip, png, jpeg);
    files.byProgram(jpeg, words);
    files.damaged();
    files.pointing();
    files.tables();
    files.sounds();
    files.pictures();
    files.documents();
    files.named();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static byte[] joined(byte[]... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.write(part);
    }
    return bytes.toByteArray();
  }

  private void ffmpeg(String name, List<String> arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-nostdin", "-v", "error", "-y"));
    all.addAll(arguments);
    all.add(folder.resolve(name).toString());
    var _ = TestMedia.ffmpegIn(folder, all);
  }

  private void byProgram(Path jpeg, Path words) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(HostileFiles.class.getResourceAsStream("/hostile-files.txt"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          List<String> parted =
              List.of(
                  line.replace("{a}", clip.toString())
                      .replace("{jpg}", jpeg.toString())
                      .replace("{words}", words.toString())
                      .split(" ", -1));
          ffmpeg(parted.getFirst(), parted.subList(1, parted.size()));
        }
      }
    }
    List<String> streams = new ArrayList<>(List.of("-f", "lavfi", "-i", "sine=d=1:r=8000"));
    for (int i = 0; i < 1000; i++) {
      streams.addAll(List.of("-map", "0"));
    }
    streams.addAll(List.of("-c:a", "pcm_u8"));
    ffmpeg("28-thousand-streams.mkv", streams);
    ffmpeg(
        "54-metadata.mp4",
        List.of(
            "-i",
            clip.toString(),
            "-c",
            "copy",
            "-metadata",
            "title=\u001b[31m\u202Eevil\u0007 " + "long".repeat(20_000)));
  }

  private void damaged() throws IOException {
    write("01-empty.mp4", new byte[0]);
    write("02-one.mp4", new byte[] {1});
    byte[] noise = new byte[16];
    new SplittableRandom(2).nextBytes(noise);
    write("02-sixteen.mp4", noise);
    int cut = mp4.length * 6 / 10;
    write("03-cut.mp4", Arrays.copyOf(mp4, cut));
    byte[] fast = Files.readAllBytes(folder.resolve("04-faststart.mp4"));
    write("04-cut.mp4", Arrays.copyOf(fast, fast.length * 6 / 10));
    byte[] zip = HostileBytes.nestedZips(1);
    write("07-picture-and-zip.jpg", joined(jpeg, zip));
    write("07-gif-and-script.gif", "GIF89a/*\0\0\0*/=1;alert(1)//");
    byte[] fragments = Files.readAllBytes(folder.resolve("49-fragments.mp4"));
    write(
        "49-head-only.mp4",
        Arrays.copyOf(fragments, HostileBytes.find(fragments, "moof") - Integer.BYTES));
    byte[] mp3 = Files.readAllBytes(folder.resolve("46-no-index.mp3"));
    byte[] garbage = new byte[50_000];
    new SplittableRandom(46).nextBytes(garbage);
    write("46-garbage-before.mp3", joined(garbage, mp3));
    byte[] id3 = new byte[10 + (10 << 20)];
    // Ten megabytes of nothing, as seven bits a byte.
    System.arraycopy(new byte[] {'I', 'D', '3', 4, 0, 0, 5, 0, 0, 0}, 0, id3, 0, 10);
    write("45-ten-megabytes-of-id3.mp3", joined(id3, mp3));
  }

  private void pointing() throws IOException {
    String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n%s\n#EXT-X-ENDLIST\n";
    write("08-passwd.m3u8", playlist.formatted("file:///etc/passwd"));
    write("09-metadata-service.m3u8", playlist.formatted("http://169.254.169.254/latest/"));
    write("10-neighbour.m3u8", playlist.formatted(clip.toAbsolutePath()));
    write("11-playlist-as.mp4", playlist.formatted("file:///etc/passwd"));
    write("11-playlist-as.ts", playlist.formatted("file:///etc/passwd"));
    write("12-concat.mp4", "ffconcat version 1.0\nfile '" + clip.toAbsolutePath() + "'\n");
    write("12-concat-near.mp4", "ffconcat version 1.0\nfile '00-clip.mp4'\n");
    String entity =
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
    write("14-dash.mpd", entity + "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\">&e;</MPD>");
    write("14-smooth.ism", entity + "<smil><head>&e;</head></smil>");
    String svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">";
    write("15-image.svg", svg + "<image xlink:href=\"file:///etc/passwd\"/></svg>");
    write("15-entity.svg", entity + svg + "<text>&e;</text></svg>");
    int reference = HostileBytes.find(mp4, "url \0\0\0\1");
    write("16-external.mov", HostileBytes.with(mp4, reference, 0x616c6973));
    write(
        "17-session.sdp",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n");
    write("18-%03d.png", png);
    write("18-*.png", png);
  }

  /** Numbers of MP4 that claim too much, 8 bytes behind a name, and 12 for stsz. */
  private void tables() throws IOException {
    for (String table : List.of("stts", "stsc", "stco")) {
      int at = HostileBytes.find(mp4, table) + 8;
      write("24-" + table + ".mp4", HostileBytes.with(mp4, at, Integer.MAX_VALUE));
    }
    int sizes = HostileBytes.find(mp4, "stsz") + 12;
    write("24-stsz.mp4", HostileBytes.with(mp4, sizes, Integer.MAX_VALUE));
    write("25-nested.mp4", HostileBytes.nested(20_000));
    write("26-overflowing.mp4", HostileBytes.overflowing(mp4));
    for (int size : List.of(0, 1, Integer.MAX_VALUE)) {
      int at = HostileBytes.find(mp4, "trak") - Integer.BYTES;
      write("26-size-" + size + ".mp4", HostileBytes.with(mp4, at, size));
    }
    for (String clock : List.of("mvhd", "mdhd")) {
      int at = HostileBytes.find(mp4, clock) + 16;
      write("33-no-clock-" + clock + ".mp4", HostileBytes.with(mp4, at, 0));
    }
  }

  private void sounds() throws Exception {
    write("23-lying.wav", HostileBytes.wav(1, 44_100, Integer.MAX_VALUE, 88_200));
    write("23-no-channels.wav", HostileBytes.wav(0, 44_100, 88_200, 88_200));
    write("23-no-rate.wav", HostileBytes.wav(1, 0, 88_200, 88_200));
    List<byte[]> parts = new ArrayList<>();
    for (String rate : List.of("44100", "48000")) {
      String name = "47-" + rate + ".ogg";
      ffmpeg(
          name,
          List.of(
              "-f",
              "lavfi",
              "-i",
              "sine=d=2:r=" + rate,
              "-ac",
              "2",
              "-c:a",
              "vorbis",
              "-strict",
              "-2"));
      parts.add(Files.readAllBytes(folder.resolve(name)));
    }
    write("47-chained.ogg", joined(parts.getFirst(), parts.getFirst()));
    write("47-chained-of-two-rates.ogg", joined(parts.getFirst(), parts.getLast()));
  }

  private void pictures() throws IOException {
    write("19-sixty-five-thousand.png", HostileBytes.pngHead(65_535, 65_535));
    write("21-text.png", HostileBytes.bombed(png, "zTXt", "Comment"));
    write("21-profile.png", HostileBytes.bombed(png, "iCCP", "icc"));
    byte[] gif = Files.readAllBytes(folder.resolve("22-thirty-thousand-frames.gif"));
    // The logical screen, 20,000 by 20,000.
    write("22-twenty-thousand.gif", HostileBytes.with(gif, 6, 0x204e204e));
    for (int orientation = 0; orientation <= 9; orientation++) {
      write("53-exif-" + orientation + ".jpg", HostileBytes.turned(jpeg, orientation));
    }
  }

  private void documents() throws IOException {
    write("58-bomb.docx", HostileBytes.docx());
    write("58-nested.zip", HostileBytes.nestedZips(2000));
    write("59-hundred-thousand-pages.pdf", HostileBytes.pdf(100_000));
    StringBuilder laughs =
        new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      laughs.append("<!ENTITY l").append(i).append(" \"");
      laughs.append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
    }
    write("59-laughs.xml", laughs + "]><x>&l29;</x>");
    write(
        "59-laughs.svg",
        laughs + "]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&l29;</text></svg>");
  }

  /** Names that mean something to programs, shells or terminals. */
  private void named() throws IOException {
    for (String name :
        List.of(
            "-i",
            "; rm -rf x",
            "$(touch x)",
            "\ud83c\udfac.mp4",
            "\u202E4pm.exe",
            "x".repeat(200) + ".mp4",
            "..mp4.",
            "a b&c=d?e#f%2e.mp4")) {
      write(name, mp4);
    }
  }
}
