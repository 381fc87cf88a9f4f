package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that a pass decodes, once.
 *
 * @param file its name in the job's {@code in} folder, made by us
 * @param from decoding may begin at the last key frame before this time of the pass's clock
 * @param decoding how exactly the video is decoded
 * @param rate frame rate of numbered images; null for other inputs
 * @param lead how much is decoded before the first frame that is used; FFmpeg reports no progress
 *     for it
 * @param videoDecoder FFmpeg's name of the decoder of its video; null for the codec's usual one
 * @param memory bytes that the decoder of its video may need; 0 where its video is not known
 */
public record Input(
    String file,
    Demuxer demuxer,
    RationalTime from,
    Decoding decoding,
    @Nullable FrameRate rate,
    RationalTime lead,
    @Nullable String videoDecoder,
    long memory) {

  private Input(String file, Demuxer demuxer, RationalTime from, Decoding decoding) {
    this(file, demuxer, from, decoding, null, RationalTime.ZERO, null, 0);
  }

  /** How exactly the video is decoded. */
  public enum Decoding {
    EXACT,
    /** Exact, in one thread, which holds fewer frames in memory. */
    SINGLE_THREADED,
    /** Key frames only. */
    KEY_FRAMES,
    /** All frames, without the loop filter: blocks may be visible, but every packet is decoded. */
    FAST,
    /** The same for reference frames only, where the decoder can tell them. */
    FAST_REFERENCES
  }

  /** Maximum number of pixels of a picture that is decoded. */
  static final int MAX_PIXELS = 134_217_728;

  private static final List<String> GUARDS =
      List.of(
          "-protocol_whitelist", "file,pipe,fd",
          "-max_pixels", String.valueOf(MAX_PIXELS),
          "-max_streams", "64",
          "-probesize", "50M",
          "-analyzeduration", "30M");

  /**
   * The decoders that may see a foreign file: what cameras, phones, editors, recorders and the web
   * write. The rest of FFmpeg's five hundred are rarely used and rarely tested.
   */
  private static final String DECODERS =
      String.join(
          ",",
          // Video
          "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,libaom-av1,av1,mpeg1video,mpeg2video,mpeg4",
          "msmpeg4v1,msmpeg4v2,msmpeg4,h263,h263p,flv,wmv1,wmv2,wmv3,vc1,theora,mjpeg,mjpegb,prores,dnxhd,cfhd,dvvideo",
          "ffv1,huffyuv,ffvhuff,utvideo,qtrle,rawvideo,v210,svq1,svq3,cinepak,rpza,vp6,vp6f,vp6a",
          "flashsv,flashsv2,hap",
          // Captions: never decoded here, but FFprobe opens a decoder for every stream
          "ass,ssa,dvbsub,dvdsub,cc_dec,pgssub,mov_text,srt,subrip,text,webvtt,xsub",
          // Stills
          "png,apng,webp,gif,tiff,bmp,jpeg2000,psd",
          // Audio
          "aac,aac_fixed,aac_latm,mp1,mp1float,mp2,mp2float,mp3,mp3float,ac3,ac3_fixed,eac3,dca",
          "truehd,mlp,flac,alac,vorbis,opus,libopus,speex,libspeex,amrnb,amrwb",
          "libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,wmalossless,wavpack,tta,ape",
          "dsd_lsbf,dsd_lsbf_planar,dsd_msbf,dsd_msbf_planar",
          "adpcm_ima_wav,adpcm_ima_qt,adpcm_ms,adpcm_swf,gsm,gsm_ms,nellymoser",
          "pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le",
          "pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_bluray,pcm_dvd");

  /** Decoders by the codecs whose names differ. */
  private static final Map<String, String> DECODER_OF =
      Map.of(
          "dts", "dca",
          "amr_nb", "amrnb",
          "amr_wb", "amrwb",
          "flv1", "flv",
          "msmpeg4v3", "msmpeg4");

  /** Decoders that read the alpha of codecs whose usual ones do not. */
  private static final Map<String, String> ALPHA_DECODERS =
      Map.of("vp8", "libvpx", "vp9", "libvpx-vp9");

  private static final Set<String> ALLOWED = Set.of(DECODERS.split(",", -1));

  /** Whether there is a decoder that may be used for a codec, by FFmpeg's name of the codec. */
  static boolean decodes(String codec) {
    return ALLOWED.contains(DECODER_OF.getOrDefault(codec, codec));
  }

  public static Input whole(String file, Demuxer demuxer) {
    return from(file, demuxer, RationalTime.ZERO);
  }

  public static Input from(String file, Demuxer demuxer, RationalTime from) {
    return new Input(file, demuxer, from, Decoding.EXACT);
  }

  /**
   * An input decoded in one thread, for passes that decode several inputs at once.
   *
   * @param wanted the time of the first frame that is used
   */
  public static Input singleThreaded(
      String file, Demuxer demuxer, RationalTime from, RationalTime wanted) {
    RationalTime lead = RationalTime.max(RationalTime.ZERO, wanted.minus(from));
    return new Input(file, demuxer, from, Decoding.SINGLE_THREADED, null, lead, null, 0);
  }

  /** Numbered images, from 0 on; {@code file} is a pattern of their numbers. */
  public static Input images(String file, FrameRate rate) {
    return new Input(
        file, Demuxer.IMAGES, RationalTime.ZERO, Decoding.EXACT, rate, RationalTime.ZERO, null, 0);
  }

  /** For checks of whether a file can be decoded; the frames are not used. */
  public static Input fast(String file, Demuxer demuxer, RationalTime from) {
    return new Input(file, demuxer, from, Decoding.FAST);
  }

  /** The same, reference frames only. */
  public static Input fastReferences(String file, Demuxer demuxer, RationalTime from) {
    return new Input(file, demuxer, from, Decoding.FAST_REFERENCES);
  }

  public static Input keyFrames(String file, Demuxer demuxer) {
    return new Input(file, demuxer, RationalTime.ZERO, Decoding.KEY_FRAMES);
  }

  /** The same, decoded from a time on. */
  Input from(RationalTime time) {
    return new Input(file, demuxer, time, decoding, rate, lead, videoDecoder, memory);
  }

  /**
   * The same, whose video is this one. FFmpeg's own decoders of VP8 and VP9 pass over the alpha
   * channel, which WebM keeps beside the frames; those of libvpx read it.
   */
  public Input of(VideoStream video) {
    boolean hasAlpha = PixelFormat.hasAlpha(video.pixelFormat());
    return new Input(
        file,
        demuxer,
        from,
        decoding,
        rate,
        lead,
        hasAlpha ? ALPHA_DECODERS.get(video.codec()) : null,
        DecoderMemory.of(video));
  }

  /** The options that restrict what FFmpeg and FFprobe may open, for every input. */
  static List<String> guards(Demuxer demuxer) {
    List<String> arguments = new ArrayList<>(GUARDS);
    arguments.addAll(List.of("-format_whitelist", demuxer.whitelist(), "-f", demuxer.format()));
    arguments.addAll(List.of("-codec_whitelist", DECODERS));
    if (demuxer == Demuxer.CONCAT) {
      arguments.addAll(List.of("-safe", "0"));
    }
    return arguments;
  }

  /**
   * FFprobe's options, behind the guards, that let it open decoders of streams which are only
   * listed; what reads packets to find out what streams are still may not.
   *
   * @param decoders FFmpeg's names of them
   */
  static List<String> opening(Set<String> decoders) {
    if (decoders.isEmpty()) {
      return List.of();
    }
    String allowed = DECODERS + "," + String.join(",", decoders);
    return Stream.of("v", "a", "s")
        .flatMap(type -> Stream.of("-codec_whitelist:" + type, allowed))
        .toList();
  }

  /** Whether decoding begins somewhere in the middle. */
  boolean isEntered() {
    return from.compareTo(RationalTime.ZERO) > 0;
  }

  /** FFmpeg's options that open the input, without seeking. */
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
    if (videoDecoder != null) {
      arguments.addAll(List.of("-c:v", videoDecoder));
    }
    if (rate != null) {
      arguments.addAll(
          List.of("-framerate", rate.numerator() + "/" + rate.denominator(), "-start_number", "0"));
    }
    arguments.addAll(List.of("-i", "file:../in/" + file));
    return arguments;
  }
}
