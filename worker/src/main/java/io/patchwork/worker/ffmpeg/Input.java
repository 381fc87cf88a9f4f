package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that a pass decodes, once.
 *
 * @param file its name in the job's {@code in} folder, made by us
 * @param from decoding may begin at the last key frame before this time of the pass's clock
 * @param decoding how well the picture is decoded
 * @param rate of pictures that have none of their own
 * @param lead how much of it is decoded before anything of it is wanted: of that FFmpeg says
 *     nothing
 */
public record Input(
    String file,
    Demuxer demuxer,
    RationalTime from,
    Decoding decoding,
    @Nullable FrameRate rate,
    RationalTime lead) {

  private Input(String file, Demuxer demuxer, RationalTime from, Decoding decoding) {
    this(file, demuxer, from, decoding, null, RationalTime.ZERO);
  }

  /** How well a picture is decoded. */
  public enum Decoding {
    EXACT,
    /** The same in one thread, which holds fewer frames at once. */
    SINGLE_THREADED,
    /** Of it key frames alone. */
    KEY_FRAMES,
    /** All frames, whose blocks may be seen: every packet is read all the same. */
    FAST,
    /** The same of those that others are decoded from, where the decoder tells which they are. */
    FAST_REFERENCES
  }

  private static final List<String> GUARDS =
      List.of(
          "-protocol_whitelist", "file,pipe,fd",
          "-max_pixels", "134217728",
          "-max_streams", "64",
          "-probesize", "50M",
          "-analyzeduration", "30M");

  /**
   * The decoders that may see a foreign file: what cameras, phones, editors, recorders and the web
   * write. Of FFmpeg's five hundred, the rest are for formats that nobody sends and few people
   * test.
   */
  private static final String DECODERS =
      String.join(
          ",",
          // Pictures that move
          "h264,hevc,vp8,vp9,libaom-av1,av1,mpeg1video,mpeg2video,mpeg4,msmpeg4v1,msmpeg4v2",
          "msmpeg4,h263,h263p,flv,wmv1,wmv2,wmv3,vc1,theora,mjpeg,mjpegb,prores,dnxhd,cfhd,dvvideo",
          "ffv1,huffyuv,ffvhuff,utvideo,qtrle,rawvideo,v210,svq1,svq3,cinepak,rpza,vp6,vp6f,vp6a",
          "flashsv,flashsv2,hap",
          // Captions: never decoded here, but FFprobe opens a decoder for every stream
          "ass,ssa,dvbsub,dvdsub,cc_dec,pgssub,mov_text,srt,subrip,text,webvtt,xsub",
          // Stills
          "png,apng,webp,gif,tiff,bmp,jpeg2000,psd",
          // Sound
          "aac,aac_fixed,aac_latm,mp1,mp1float,mp2,mp2float,mp3,mp3float,ac3,ac3_fixed,eac3,dca",
          "truehd,mlp,flac,alac,vorbis,opus,libopus,speex,libspeex,amrnb,amrwb",
          "libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,wmalossless,wavpack,tta,ape",
          "adpcm_ima_wav,adpcm_ima_qt,adpcm_ms,adpcm_swf,gsm,gsm_ms,nellymoser",
          "pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le",
          "pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_bluray,pcm_dvd");

  public static Input whole(String file, Demuxer demuxer) {
    return from(file, demuxer, RationalTime.ZERO);
  }

  public static Input from(String file, Demuxer demuxer, RationalTime from) {
    return new Input(file, demuxer, from, Decoding.EXACT);
  }

  /**
   * The same in one thread: for who decodes several beside each other.
   *
   * @param wanted the first time of which anything is used
   */
  public static Input singleThreaded(
      String file, Demuxer demuxer, RationalTime from, RationalTime wanted) {
    RationalTime lead = RationalTime.max(RationalTime.ZERO, wanted.minus(from));
    return new Input(file, demuxer, from, Decoding.SINGLE_THREADED, null, lead);
  }

  /** Numbered pictures, from 0 on; {@code file} has a pattern of their numbers. */
  public static Input images(String file, FrameRate rate) {
    return new Input(
        file, Demuxer.IMAGES, RationalTime.ZERO, Decoding.EXACT, rate, RationalTime.ZERO);
  }

  /** For who looks whether it can be decoded, and not at what comes. */
  public static Input fast(String file, Demuxer demuxer, RationalTime from) {
    return new Input(file, demuxer, from, Decoding.FAST);
  }

  /** The same without frames that no other is decoded from. */
  public static Input fastReferences(String file, Demuxer demuxer, RationalTime from) {
    return new Input(file, demuxer, from, Decoding.FAST_REFERENCES);
  }

  public static Input keyFrames(String file, Demuxer demuxer) {
    return new Input(file, demuxer, RationalTime.ZERO, Decoding.KEY_FRAMES);
  }

  /** The same, decoded from a time on. */
  Input from(RationalTime time) {
    return new Input(file, demuxer, time, decoding, rate, lead);
  }

  /** Everything that FFmpeg and FFprobe are told before they may look at a foreign file. */
  static List<String> guards(Demuxer demuxer) {
    List<String> arguments = new ArrayList<>(GUARDS);
    arguments.addAll(List.of("-format_whitelist", demuxer.whitelist(), "-f", demuxer.format()));
    arguments.addAll(List.of("-codec_whitelist", DECODERS));
    if (demuxer == Demuxer.CONCAT) {
      arguments.addAll(List.of("-safe", "0"));
    }
    return arguments;
  }

  /** Whether decoding begins somewhere in the middle. */
  boolean isEntered() {
    return from.compareTo(RationalTime.ZERO) > 0;
  }

  /** What opens it, wherever a pass enters it. */
  List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            switch (decoding) {
              case EXACT -> List.of();
              case SINGLE_THREADED -> List.of("-threads", "1");
              // The first keeps other packets from the decoder where the demuxer can tell them.
              case KEY_FRAMES -> List.of("-discard:v", "nokey", "-skip_frame", "nokey");
              case FAST -> List.of("-skip_loop_filter", "all", "-threads", "1");
              case FAST_REFERENCES ->
                  List.of("-skip_loop_filter", "all", "-skip_frame", "noref", "-threads", "1");
            });
    arguments.addAll(guards(demuxer));
    if (rate != null) {
      arguments.addAll(
          List.of("-framerate", rate.numerator() + "/" + rate.denominator(), "-start_number", "0"));
    }
    arguments.addAll(List.of("-i", "file:../in/" + file));
    return arguments;
  }
}
