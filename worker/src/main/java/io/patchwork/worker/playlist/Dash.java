package io.patchwork.worker.playlist;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.coding.Mp4Index;
import io.patchwork.worker.ffmpeg.Conform;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * The DASH manifest (ISO/IEC 23009-1) over the same byte ranges as the HLS playlists. Durations are
 * whole ticks of the file's own time base, so nothing is rounded.
 */
public final class Dash {

  public static final String MEDIA_TYPE = "application/dash+xml";

  private static final int DIGITS = 6;

  /** Primaries and matrix of ITU-R BT.2020, by ITU-T H.273. */
  private static final int BT2020 = 9;

  private Dash() {}

  /** The manifest. */
  public static String manifest(Packaged packaged) {
    RationalTime duration = RationalTime.ZERO;
    for (Packaged.Picture picture : packaged.pictures()) {
      duration = RationalTime.max(duration, picture.index().duration());
    }
    for (Packaged.Sound sound : packaged.sounds()) {
      duration = RationalTime.max(duration, sound.index().duration());
    }
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:full:2011" type="static" mediaPresentationDuration="PT%sS" minBufferTime="PT2S">
                  <Period start="PT0S" duration="PT%1$sS">
                """,
                duration
                    .seconds()
                    .toDecimal(MathContext.DECIMAL128)
                    .setScale(DIGITS, RoundingMode.UP)));
    for (Conform.Light light : Conform.Light.values()) {
      pictures(text, packaged.pictures(), light);
    }
    if (!packaged.sounds().isEmpty()) {
      text.append(
          "    <AdaptationSet contentType=\"audio\" segmentAlignment=\"true\" startWithSAP=\"1\">\n");
      for (int i = 0; i < packaged.sounds().size(); i++) {
        Packaged.Sound sound = packaged.sounds().get(i);
        representation(
            text,
            "sound" + i,
            "mimeType=\"audio/mp4\" audioSamplingRate=\"48000\"",
            sound.uri(),
            sound.index());
      }
      text.append("    </AdaptationSet>\n");
    }
    packaged.texts().forEach(each -> text.append(subtitles(each)));
    return text.append("  </Period>\n</MPD>\n").toString();
  }

  private static String subtitles(Packaged.Text text) {
    return String.format(
        Locale.ROOT,
        """
            <AdaptationSet contentType="text" mimeType="text/vtt"%s>
              <Label>%s</Label>
              <Role schemeIdUri="urn:mpeg:dash:role:2011" value="subtitle"/>
              <Representation id="%s" bandwidth="1000">
                <BaseURL>%s</BaseURL>
              </Representation>
            </AdaptationSet>
        """,
        text.language() == null ? "" : " lang=\"" + text.language() + "\"",
        text.label()
            .replaceAll("[\\p{C}]+", " ")
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;"),
        text.uri(),
        text.uri());
  }

  /** What is as bright as each other may be switched between. */
  private static void pictures(
      StringBuilder text, List<Packaged.Picture> pictures, Conform.Light light) {
    if (pictures.stream().noneMatch(picture -> picture.light() == light)) {
      return;
    }
    text.append(
        "    <AdaptationSet contentType=\"video\" segmentAlignment=\"true\" startWithSAP=\"1\">\n");
    if (light != Conform.Light.SDR) {
      cicp(text, "ColourPrimaries", BT2020);
      cicp(text, "TransferCharacteristics", light.codePoint());
      cicp(text, "MatrixCoefficients", BT2020);
    }
    for (int i = 0; i < pictures.size(); i++) {
      Packaged.Picture picture = pictures.get(i);
      if (picture.light() != light) {
        continue;
      }
      String attributes =
          String.format(
              Locale.ROOT,
              "mimeType=\"video/mp4\" width=\"%d\" height=\"%d\" frameRate=\"%d/%d\" sar=\"1:1\"",
              picture.size().width(),
              picture.size().height(),
              picture.rate().numerator(),
              picture.rate().denominator());
      representation(text, "picture" + i, attributes, picture.uri(), picture.index());
    }
    text.append("    </AdaptationSet>\n");
  }

  /** A code point of ITU-T H.273, as ISO/IEC 23001-8 has players told of it. */
  private static void cicp(StringBuilder text, String what, int codePoint) {
    text.append(
        String.format(
            Locale.ROOT,
            "      <SupplementalProperty schemeIdUri=\"urn:mpeg:mpegB:cicp:%s\" value=\"%d\"/>%n",
            what,
            codePoint));
  }

  private static void representation(
      StringBuilder text, String id, String attributes, String uri, Mp4Index index) {
    long timescale = index.timescale();
    text.append(
        String.format(
            Locale.ROOT,
            """
                  <Representation id="%s" bandwidth="%d" codecs="%s" %s>
                    <BaseURL>%s</BaseURL>
                    <SegmentList timescale="%d">
                      <Initialization range="0-%d"/>
                      <SegmentTimeline>
            """,
            id,
            index.peakBitsPerSecond(),
            index.codecs(),
            attributes,
            uri,
            timescale,
            index.initBytes() - 1));
    for (Mp4Index.Fragment fragment : index.fragments()) {
      text.append(
          String.format(
              Locale.ROOT,
              "            <S t=\"%s\" d=\"%s\"/>%n",
              ticks(fragment.start(), timescale),
              ticks(fragment.duration(), timescale)));
    }
    text.append("          </SegmentTimeline>\n");
    for (Mp4Index.Fragment fragment : index.fragments()) {
      text.append(
          String.format(
              Locale.ROOT,
              "          <SegmentURL mediaRange=\"%d-%d\"/>%n",
              fragment.offset(),
              fragment.offset() + fragment.bytes() - 1));
    }
    text.append("        </SegmentList>\n      </Representation>\n");
  }

  private static BigDecimal ticks(RationalTime time, long timescale) {
    return new BigDecimal(time.seconds().times(Fraction.of(timescale)).round());
  }
}
