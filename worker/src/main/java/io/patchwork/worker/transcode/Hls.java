package io.patchwork.worker.transcode;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.coding.Mp4Index;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * HLS playlists (RFC 8216, version 7) over byte ranges of whole files: exact durations, the true
 * peak of every rung, no clock of ours.
 */
final class Hls {

  private static final int DIGITS = 6;
  private static final String SOUND = "sound";

  private Hls() {}

  /**
   * The list of all encodings.
   *
   * @param pictures the media playlists of the rungs, in order
   * @param sounds the media playlists of the sounds, in order
   */
  static String master(Packaged packaged, List<String> pictures, List<String> sounds) {
    StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    long soundPeak = 0;
    long soundAverage = 0;
    String soundCodecs = "";
    boolean isSoundAlone = packaged.pictures().isEmpty();
    for (int i = 0; i < packaged.sounds().size(); i++) {
      Packaged.Sound sound = packaged.sounds().get(i);
      Mp4Index index = sound.index();
      if (isSoundAlone) {
        text.append(
            String.format(
                Locale.ROOT,
                "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\"%n%s%n",
                index.peakBitsPerSecond(),
                index.averageBitsPerSecond(),
                index.codecs(),
                sounds.get(i)));
        continue;
      }
      text.append(
          String.format(
              Locale.ROOT,
              "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"%s %d\",DEFAULT=%s,AUTOSELECT=YES,CHANNELS=\"%d\",URI=\"%s\"%n",
              SOUND,
              SOUND,
              i + 1,
              i == 0 ? "YES" : "NO",
              sound.channels(),
              sounds.get(i)));
      soundPeak = Math.max(soundPeak, index.peakBitsPerSecond());
      soundAverage = Math.max(soundAverage, index.averageBitsPerSecond());
      soundCodecs = "," + index.codecs();
    }
    boolean isOneLight =
        packaged.pictures().stream().map(Packaged.Picture::light).distinct().count() < 2;
    for (int i = 0; i < packaged.pictures().size(); i++) {
      Packaged.Picture picture = packaged.pictures().get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s%s\",RESOLUTION=%dx%d,FRAME-RATE=%s%s%s%n%s%n",
              picture.index().peakBitsPerSecond() + soundPeak,
              picture.index().averageBitsPerSecond() + soundAverage,
              picture.index().codecs(),
              soundCodecs,
              picture.size().width(),
              picture.size().height(),
              picture
                  .rate()
                  .perSecond()
                  .toDecimal(MathContext.DECIMAL64)
                  .setScale(3, RoundingMode.HALF_EVEN),
              isOneLight ? "" : ",VIDEO-RANGE=" + picture.light(),
              soundCodecs.isEmpty() ? "" : ",AUDIO=\"" + SOUND + "\"",
              pictures.get(i)));
    }
    return text.toString();
  }

  /** The fragments of one file. */
  static String media(String uri, Mp4Index index) {
    long target =
        index.fragments().stream()
            .mapToLong(fragment -> fragment.duration().seconds().ceiling().longValueExact())
            .max()
            .orElse(1);
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "#EXTM3U%n#EXT-X-VERSION:7%n#EXT-X-TARGETDURATION:%d%n#EXT-X-MEDIA-SEQUENCE:0%n#EXT-X-PLAYLIST-TYPE:VOD%n#EXT-X-MAP:URI=\"%s\",BYTERANGE=\"%d@0\"%n",
                target,
                uri,
                index.initBytes()));
    for (Mp4Index.Fragment fragment : index.fragments()) {
      text.append(
          String.format(
              Locale.ROOT,
              "#EXTINF:%s,%n#EXT-X-BYTERANGE:%d@%d%n%s%n",
              seconds(fragment.duration()),
              fragment.bytes(),
              fragment.offset(),
              uri));
    }
    return text.append("#EXT-X-ENDLIST\n").toString();
  }

  private static BigDecimal seconds(RationalTime time) {
    return time.seconds()
        .toDecimal(MathContext.DECIMAL128)
        .setScale(DIGITS, RoundingMode.HALF_EVEN);
  }
}
