package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CborTest {

  /** Examples of RFC 8949, appendix A. */
  static Stream<Arguments> examples() {
    return Stream.of(
        Arguments.of(new Cbor.Whole(0), "00"),
        Arguments.of(new Cbor.Whole(23), "17"),
        Arguments.of(new Cbor.Whole(24), "1818"),
        Arguments.of(new Cbor.Whole(100), "1864"),
        Arguments.of(new Cbor.Whole(1000), "1903e8"),
        Arguments.of(new Cbor.Whole(1_000_000), "1a000f4240"),
        Arguments.of(new Cbor.Whole(1_000_000_000_000L), "1b000000e8d4a51000"),
        Arguments.of(new Cbor.Whole(-1), "20"),
        Arguments.of(new Cbor.Whole(-100), "3863"),
        Arguments.of(new Cbor.Whole(-1000), "3903e7"),
        Arguments.of(new Cbor.Nothing(), "f6"),
        Arguments.of(new Cbor.Tagged(1, new Cbor.Whole(1_363_896_240)), "c11a514b67b0"),
        Arguments.of(Cbor.of(new byte[0]), "40"),
        Arguments.of(Cbor.of(new byte[] {1, 2, 3, 4}), "4401020304"),
        Arguments.of(Cbor.of(""), "60"),
        Arguments.of(Cbor.of("IETF"), "6449455446"),
        Arguments.of(Cbor.of("水"), "63e6b0b4"),
        Arguments.of(Cbor.of("𐅑"), "64f0908591"),
        Arguments.of(Cbor.of(List.of()), "80"),
        Arguments.of(
            Cbor.of(
                List.of(
                    new Cbor.Whole(1),
                    Cbor.of(List.of(new Cbor.Whole(2), new Cbor.Whole(3))),
                    Cbor.of(List.of(new Cbor.Whole(4), new Cbor.Whole(5))))),
            "8301820203820405"),
        Arguments.of(new Cbor.Fields(Map.of()), "a0"),
        Arguments.of(
            new Cbor.Fields(
                Map.of(new Cbor.Whole(3), new Cbor.Whole(4), new Cbor.Whole(1), new Cbor.Whole(2))),
            "a201020304"),
        Arguments.of(
            Cbor.of(
                Map.of(
                    "b",
                    Cbor.of(List.of(new Cbor.Whole(2), new Cbor.Whole(3))),
                    "a",
                    new Cbor.Whole(1))),
            "a26161016162820203"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aValueIsEncodedAsInTheStandard(Cbor value, String expected) {
    assertThat(HexFormat.of().formatHex(value.encode())).isEqualTo(expected);
  }

  /** RFC 8949, 4.2.1. */
  @Test
  void keysAreInTheOrderOfTheirBytes() {
    Cbor map =
        new Cbor.Fields(
            Map.of(
                Cbor.of("aa"),
                new Cbor.Whole(0),
                Cbor.of("z"),
                new Cbor.Whole(0),
                new Cbor.Whole(-1),
                new Cbor.Whole(0),
                new Cbor.Whole(100),
                new Cbor.Whole(0),
                new Cbor.Whole(10),
                new Cbor.Whole(0)));

    assertThat(HexFormat.of().formatHex(map.encode()))
        .isEqualTo("a5" + "0a00" + "186400" + "2000" + "617a00" + "62616100");
  }

  @Test
  void aLengthTakesAsFewBytesAsItCan() {
    assertThat(Cbor.of("x".repeat(23)).encode()).hasSize(24).startsWith(0x77);
    assertThat(Cbor.of("x".repeat(24)).encode()).hasSize(26).startsWith(0x78, 24);
    assertThat(Cbor.of("x".repeat(256)).encode()).hasSize(259).startsWith(0x79, 1, 0);
    assertThat(Cbor.of("x".repeat(65_536)).encode()).hasSize(65_541).startsWith(0x7a, 0, 1, 0, 0);
  }
}
