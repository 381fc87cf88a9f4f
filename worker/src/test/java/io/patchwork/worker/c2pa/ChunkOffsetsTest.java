package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.UnexpectedContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ChunkOffsetsTest {

  private static final int FROM = 32;
  private static final int BY = 1000;

  private static byte[] box(String type, byte[]... contents) {
    int size = 8;
    for (byte[] content : contents) {
      size += content.length;
    }
    ByteBuffer box =
        ByteBuffer.allocate(size).putInt(size).put(type.getBytes(StandardCharsets.US_ASCII));
    for (byte[] content : contents) {
      box.put(content);
    }
    return box.array();
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private static byte[] longs(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }

  private static byte[] track(byte[]... tables) {
    return box("moov", box("trak", box("mdia", box("minf", box("stbl", tables)))));
  }

  private static byte[] moved(byte[] boxes) throws Exception {
    byte[] copy = boxes.clone();
    new ChunkOffsets(FROM, BY).move(ByteBuffer.wrap(copy));
    return copy;
  }

  @Test
  void chunksOfATrackMove() throws Exception {
    assertThat(
            moved(
                track(
                    box("stco", ints(0, 3, 32, 500, -2000)),
                    box("stsz", ints(0, 3, 32)),
                    box("co64", ints(0, 1), longs(1L << 40)))))
        .isEqualTo(
            track(
                box("stco", ints(0, 3, 1032, 1500, -1000)),
                box("stsz", ints(0, 3, 32)),
                box("co64", ints(0, 1), longs((1L << 40) + 1000))));
  }

  @Test
  void auxiliaryDataOfATrackMoves() throws Exception {
    assertThat(
            moved(
                track(
                    box("saio", ints(0, 1, 40)),
                    box("saio", ints(1, 7, 7, 1, 50)),
                    box("saio", ints(1 << 24, 1), longs(60)))))
        .isEqualTo(
            track(
                box("saio", ints(0, 1, 1040)),
                box("saio", ints(1, 7, 7, 1, 1050)),
                box("saio", ints(1 << 24, 1), longs(1060))));
  }

  /** Its other offsets count from the fragment, or from the base. */
  @Test
  void ofAFragmentOnlyItsBaseMoves() throws Exception {
    byte[] rest = box("trun", ints(1, 1, 100));
    byte[] auxiliary = box("saio", ints(0, 1, 40));

    assertThat(
            moved(
                box(
                    "moof",
                    box("traf", box("tfhd", ints(1, 1), longs(700)), rest, auxiliary),
                    box("traf", box("tfhd", ints(0x020000, 1)), rest))))
        .isEqualTo(
            box(
                "moof",
                box("traf", box("tfhd", ints(1, 1), longs(1700)), rest, auxiliary),
                box("traf", box("tfhd", ints(0x020000, 1)), rest)));
  }

  @Test
  void theIndexOfFragmentsMoves() throws Exception {
    byte[] numbers = {1, 1, 1};

    assertThat(
            moved(
                box(
                    "mfra",
                    box("tfra", ints(0, 1, 0, 2), ints(0, 700), numbers, ints(9, 800), numbers),
                    box("tfra", ints(1 << 24, 1, 0, 1), longs(9, 900), numbers))))
        .isEqualTo(
            box(
                "mfra",
                box("tfra", ints(0, 1, 0, 2), ints(0, 1700), numbers, ints(9, 1800), numbers),
                box("tfra", ints(1 << 24, 1, 0, 1), longs(9, 1900), numbers)));
  }

  @Test
  void anOffsetThatHasNoRoomIsRefused() {
    assertThatThrownBy(() -> moved(track(box("stco", ints(0, 1, -1000)))))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.TOO_LARGE));
  }

  @Test
  void picturesThatArePlacedInTheFileAreRefused() {
    assertThatThrownBy(() -> moved(box("moov", box("meta", ints(0), box("iloc", ints(0))))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(FailureCode.UNSUPPORTED_FORMAT));
  }

  @Test
  void aDamagedTableIsNotMoved() {
    assertThatThrownBy(() -> moved(track(box("stco", ints(0, 3, 32)))))
        .isInstanceOf(UnexpectedContent.class);
    assertThatThrownBy(() -> moved(track(box("stco", ints(0, 1, 31)))))
        .isInstanceOf(UnexpectedContent.class);
    assertThatThrownBy(() -> moved(track(box("co64", ints(0, -1), longs(32)))))
        .isInstanceOf(UnexpectedContent.class);
    assertThatThrownBy(() -> moved(track(box("saio", ints(1, 7)))))
        .isInstanceOf(UnexpectedContent.class);
  }
}
