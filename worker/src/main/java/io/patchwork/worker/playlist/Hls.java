package io.patchwork.worker.playlist;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.codec.Mp4Index;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HLS playlists (RFC 8216, version 7) over byte ranges of whole files: exact durations, the
 * measured peak bit rate of every rung, no wall-clock time.
 */
public final class Hls {

  public static final String MEDIA_TYPE = "application/vnd.apple.mpegurl";

  private static final int DIGITS = 6;
  private static final String AUDIO = "sound";
  private static final String TEXT = "subtitles";
  private static final RationalTime MIN_LAST_RUN = RationalTime.ofSeconds(1, 2);

  private Hls() {}

  /**
   * The multivariant playlist.
   *
   * @param pictures the media playlists of the rungs, in order
   * @param audios the media playlists of the audio encodings, in order
   * @param texts the media playlists of the subtitles, in order
   */
  public static String master(
      Presentation packaged, List<String> pictures, List<String> audios, List<String> texts) {
    StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    long audioPeak = 0;
    long audioAverage = 0;
    String audioCodecs = "";
    boolean isAudioOnly = packaged.pictures().isEmpty();
    Optional<Presentation.AudioRepresentation> spoken =
        packaged.audios().stream()
            .filter(audio -> isAudioOnly && audio.label().language() != null)
            .findFirst();
    // A rendition without a URI is the sound of the variants themselves (RFC 8216, 4.3.4.2.1).
    spoken.ifPresent(audio ->
        text.append(
            String.format(
                Locale.ROOT,
                "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"%s\"%s,DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"%d\"%n",
                AUDIO,
                AudioPurpose.name(audio.label()).orElse(AUDIO),
                language(audio.label().language()),
                audio.channels())));
    for (int i = 0; i < packaged.audios().size(); i++) {
      Presentation.AudioRepresentation audio = packaged.audios().get(i);
      Mp4Index index = audio.index();
      if (isAudioOnly) {
        text.append(
            String.format(
                Locale.ROOT,
                "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\"%s%n%s%n",
                index.peakBitsPerSecond(),
                index.averageBitsPerSecond(),
                index.codecs(),
                spoken.isPresent() ? ",AUDIO=\"" + AUDIO + "\"" : "",
                audios.get(i)));
        continue;
      }
      text.append(
          String.format(
              Locale.ROOT,
              "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"%s\"%s,DEFAULT=%s,AUTOSELECT=YES%s,CHANNELS=\"%d\",URI=\"%s\"%n",
              AUDIO,
              name(packaged.audios(), i),
              language(audio.label().language()),
              i == 0 ? "YES" : "NO",
              AudioPurpose.characteristics(audio.label())
                  .map(value -> ",CHARACTERISTICS=\"" + value + "\"")
                  .orElse(""),
              audio.channels(),
              audios.get(i)));
      audioPeak = Math.max(audioPeak, index.peakBitsPerSecond());
      audioAverage = Math.max(audioAverage, index.averageBitsPerSecond());
      audioCodecs = "," + index.codecs();
    }
    for (int i = 0; i < packaged.texts().size(); i++) {
      text.append(subtitles(packaged.texts().get(i), texts.get(i)));
    }
    boolean isOneTransferFunction =
        packaged.pictures().stream()
                .map(Presentation.VideoRepresentation::transferFunction)
                .distinct()
                .count()
            < 2;
    for (int i = 0; i < packaged.pictures().size(); i++) {
      Presentation.VideoRepresentation picture = packaged.pictures().get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s%s\",RESOLUTION=%dx%d,FRAME-RATE=%s%s%s%s%n%s%n",
              picture.index().peakBitsPerSecond() + audioPeak,
              picture.index().averageBitsPerSecond() + audioAverage,
              picture.index().codecs(),
              audioCodecs,
              picture.size().width(),
              picture.size().height(),
              picture
                  .rate()
                  .perSecond()
                  .toDecimal(MathContext.DECIMAL64)
                  .setScale(3, RoundingMode.HALF_EVEN),
              isOneTransferFunction ? "" : ",VIDEO-RANGE=" + picture.transferFunction(),
              audioCodecs.isEmpty() ? "" : ",AUDIO=\"" + AUDIO + "\"",
              packaged.texts().isEmpty() ? "" : ",SUBTITLES=\"" + TEXT + "\"",
              pictures.get(i)));
    }
    return text.toString();
  }

  /** The media playlist of one file, with the duration of each run without priming. */
  public static String media(String uri, Mp4Index index) {
    List<Run> runs = runs(index);
    long target =
        runs.stream()
            .mapToLong(run -> run.duration.seconds().ceiling().longValueExact())
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
    for (Run run : runs) {
      text.append(
          String.format(
              Locale.ROOT,
              "#EXTINF:%s,%n#EXT-X-BYTERANGE:%d@%d%n%s%n",
              seconds(run.duration),
              run.bytes,
              run.offset,
              uri));
    }
    return text.append("#EXT-X-ENDLIST\n").toString();
  }

  private static String subtitles(Presentation.TextRepresentation text, String playlist) {
    return String.format(
        Locale.ROOT,
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"%s\",NAME=\"%s\"%s,DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=\"%s\"%n",
        TEXT,
        text.label(),
        language(text.language()),
        playlist);
  }

  /** The name of an audio encoding, which is the only one of that name (RFC 8216, 4.3.4.1). */
  private static String name(List<Presentation.AudioRepresentation> audios, int position) {
    String number = " " + (position + 1);
    return AudioPurpose.name(audios.get(position).label())
        .map(name -> audios.size() > 1 ? name + number : name)
        .orElse(AUDIO + number);
  }

  private static String language(@Nullable String tag) {
    return tag == null ? "" : ",LANGUAGE=\"" + tag + "\"";
  }

  /** The media playlist of subtitles that are one file. */
  public static String text(String uri, RationalTime duration) {
    return String.format(
        Locale.ROOT,
        "#EXTM3U%n#EXT-X-VERSION:7%n#EXT-X-TARGETDURATION:%s%n#EXT-X-MEDIA-SEQUENCE:0%n#EXT-X-PLAYLIST-TYPE:VOD%n#EXTINF:%s,%n%s%n#EXT-X-ENDLIST%n",
        duration.seconds().ceiling(),
        seconds(duration),
        uri);
  }

  /** Bytes that players load at once, a media segment. */
  private record Run(long offset, long bytes, RationalTime duration) {}

  /**
   * The fragments, a short last one merged with the one before: players seek with a tolerance and
   * would never load the last few milliseconds of audio.
   */
  private static List<Run> runs(Mp4Index index) {
    List<Run> runs = new ArrayList<>();
    RationalTime unheard = index.priming();
    for (Mp4Index.Fragment fragment : index.fragments()) {
      RationalTime duration =
          RationalTime.max(RationalTime.ZERO, fragment.duration().minus(unheard));
      unheard = RationalTime.ZERO;
      runs.add(new Run(fragment.offset(), fragment.bytes(), duration));
    }
    if (runs.size() > 1 && runs.getLast().duration.compareTo(MIN_LAST_RUN) < 0) {
      Run last = runs.removeLast();
      Run before = runs.removeLast();
      runs.add(
          new Run(
              before.offset,
              last.offset + last.bytes - before.offset,
              before.duration.plus(last.duration)));
    }
    return runs;
  }

  private static BigDecimal seconds(RationalTime time) {
    return time.seconds()
        .toDecimal(MathContext.DECIMAL128)
        .setScale(DIGITS, RoundingMode.HALF_EVEN);
  }
}
