package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.DolbyVision;
import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.OtherStream.Unreadable;
import io.patchwork.schema.manifest.SpatialVideo;
import io.patchwork.schema.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of what FFprobe says. */
final class ProbedStreamsTest {

  private static ProbedStreams probed(String streams) {
    return probed(streams, "{}");
  }

  private static ProbedStreams probed(String streams, String format) {
    String text = "{\"streams\":[" + streams + "],\"format\":" + format + "}";
    return new ProbedStreams(
        Json.tree(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), false);
  }

  private static String audio(int index, String more) {
    return "{'index':"
        + index
        + ",'codec_type':'audio','codec_name':'aac','sample_rate':'48000','channels':2"
        + more
        + "}";
  }

  private static String disposed(String... dispositions) {
    return ",'disposition':{'" + String.join("':1,'", dispositions) + "':1,'lyrics':0}";
  }

  private static String titled(String title) {
    return ",'tags':{'title':'" + title + "'}";
  }

  private static String video(String more) {
    return "{'index':0,'codec_type':'video','codec_name':'hevc','width':320,'height':180"
        + more
        + "}";
  }

  private static List<Integer> order(String... streams) {
    return probed(String.join(",", streams)).audios().stream().map(AudioStream::index).toList();
  }

  @Test
  void theDefaultSoundThatIsNoCommentaryStandsForTheFile() {
    assertThat(order(audio(1, disposed("comment")), audio(2, disposed("default"))))
        .containsExactly(2, 1);
    assertThat(order(audio(1, disposed("default", "comment")), audio(2, disposed("dub"))))
        .containsExactly(2, 1);
    assertThat(order(audio(1, disposed("visual_impaired", "descriptions")), audio(2, "")))
        .containsExactly(2, 1);
    assertThat(order(audio(1, disposed("clean_effects")), audio(2, ""))).containsExactly(2, 1);
    assertThat(order(audio(1, disposed("dub")), audio(2, disposed("original"))))
        .containsExactly(2, 1);
  }

  @Test
  void whereNobodyMarkedASoundTheFirstOneThatIsNotTitledAsCommentaryIsTaken() {
    assertThat(order(audio(1, ""), audio(2, ""), audio(3, ""))).containsExactly(1, 2, 3);
    assertThat(order(audio(1, titled("Director Commentary")), audio(2, titled("Stereo"))))
        .containsExactly(2, 1);
    // Matroska's flag is set unless a muxer clears it.
    assertThat(
            order(
                audio(1, disposed("default") + titled("H\u00f6rfilmfassung")),
                audio(2, disposed("default"))))
        .containsExactly(2, 1);
    // Who sets it on one sound alone means that one.
    assertThat(order(audio(1, ""), audio(2, disposed("default") + titled("Commentary mix"))))
        .containsExactly(2, 1);
  }

  @Test
  void aSoundWithoutADecoderIsListedByItsCodecAndNotTaken() {
    ProbedStreams phone =
        probed(
            "{'index':1,'codec_type':'audio','codec_tag_string':'apac','sample_rate':'48000',"
                + "'channels':4,'disposition':{'default':1}},"
                + audio(2, ""));

    assertThat(phone.audios()).extracting(AudioStream::index).containsExactly(2);
    assertThat(phone.otherStreams())
        .containsExactly(
            new OtherStream(
                1, OtherStream.Role.AUDIO, "apac", null, null, Unreadable.UNSUPPORTED_CODEC));
  }

  @Test
  void aTrackThatMatroskaKeepsAKeyForIsEncrypted() {
    ProbedStreams film = probed(audio(0, ",'tags':{'enc_key_id':'b64'}") + "," + audio(1, ""));

    assertThat(film.audios()).extracting(AudioStream::index).containsExactly(1);
    assertThat(film.unreadableStreams())
        .extracting(OtherStream::unreadable)
        .containsExactly(Unreadable.ENCRYPTED);
  }

  @Test
  void streamsAreFoundByTheirPid() {
    ProbedStreams broadcast = probed(audio(0, ",'id':'0x100'") + "," + audio(1, ",'id':'0x1ff'"));

    assertThat(broadcast.withIds(Set.of(0x1ff, 7))).containsExactly(1);
  }

  @Test
  void theTagsOfAStreamAreNotThoseOfTheFileExceptInAnOggOfOneStream() {
    String song = audio(0, ",'tags':{'title':'A stream','handler_name':'SoundHandler'}");
    String cover =
        "{'index':1,'codec_type':'video','codec_name':'mjpeg','disposition':{'attached_pic':1},"
            + "'tags':{'comment':'Other'}}";

    assertThat(probed(song + "," + cover, "{'format_name':'mov','tags':{'artist':'A'}}").tags())
        .containsOnlyKeys("artist");
    assertThat(probed(song + "," + cover, "{'format_name':'ogg'}").tags())
        .containsEntry("title", "A stream")
        .doesNotContainKey("comment");
    assertThat(probed(song + "," + audio(2, ""), "{'format_name':'ogg'}").tags()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5,0,false", "8,1,true", "8,4,true", "7,6,true", "10,0,false"})
  void dolbyVisionIsToldWithWhatItsBaseLayerIs(int profile, int compatibility, boolean isRight) {
    ProbedStreams film =
        probed(
            video(
                ",'side_data_list':[{'side_data_type':'DOVI configuration record','dv_profile':"
                    + profile
                    + ",'dv_level':6,'dv_bl_signal_compatibility_id':"
                    + compatibility
                    + "}]"));

    DolbyVision found = Objects.requireNonNull(film.videos().getFirst().dolbyVision());

    assertThat(found).isEqualTo(new DolbyVision(profile, 6, compatibility));
    assertThat(found.isCompatible()).isEqualTo(isRight);
  }

  @Test
  void spheresAndTheViewsOfTwoEyesAreTold() {
    String sphere =
        ",'side_data_list':[{'side_data_type':'Spherical Mapping','projection':'equirectangular'},"
            + "{'side_data_type':'Stereo 3D','type':'top and bottom'}]";

    assertThat(probed(video(sphere)).videos().getFirst().spatial())
        .isEqualTo(new SpatialVideo("equirectangular", "top and bottom"));
    assertThat(probed(video(",'view_ids_available':'0,1'")).videos().getFirst().spatial())
        .isEqualTo(new SpatialVideo(null, SpatialVideo.MULTIVIEW));
    assertThat(probed(video(",'view_ids_available':''")).videos().getFirst().spatial()).isNull();
  }

  @Test
  void telemetryIsListedByItsCode() {
    ProbedStreams camera =
        probed(
            video("")
                + ",{'index':1,'codec_type':'data','codec_name':'bin_data','codec_tag_string':'gpmd'}"
                + ",{'index':2,'codec_type':'data','codec_tag_string':'mebx'}"
                + ",{'index':3,'codec_type':'data','codec_tag_string':'[0][0][0][0]'}");

    assertThat(camera.otherStreams())
        .extracting(OtherStream::codec)
        .containsExactly("gpmd", "mebx", "unknown");
  }

  @ParameterizedTest
  @CsvSource({"vp9,1,yuva420p", "vp8,1,yuva420p", "vp9,0,yuv420p", "hevc,1,yuv420p"})
  void theAlphaThatWebmKeepsBesideTheFramesIsCounted(String codec, String mode, String format) {
    String stream =
        video(",'pix_fmt':'yuv420p','tags':{'alpha_mode':'" + mode + "'}").replace("hevc", codec);

    assertThat(probed(stream).videos().getFirst().pixelFormat()).isEqualTo(format);
  }
}
