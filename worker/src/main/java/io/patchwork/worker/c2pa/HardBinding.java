package io.patchwork.worker.c2pa;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** How a manifest is bound to the bytes of its film (C2PA 2.2, 9.2). */
enum HardBinding {

  /**
   * All boxes of an MP4 but for the manifest's own, the file type and the index of fragments, each
   * with its offset in the file (C2PA 2.2, A.5.3).
   */
  BMFF("c2pa.hash.bmff.v3") {
    @Override
    Map<String, Cbor> fields(byte[] hash) {
      return Map.of(
          "exclusions",
          Cbor.of(
              List.of(
                  Cbor.of(
                      Map.of(
                          "xpath",
                          Cbor.of("/uuid"),
                          "data",
                          Cbor.of(
                              List.of(
                                  Cbor.of(
                                      Map.of(
                                          "offset",
                                          new Cbor.Whole(USER_TYPE_AT),
                                          "value",
                                          Cbor.of(userType()))))))),
                  Cbor.of(Map.of("xpath", Cbor.of("/ftyp"))),
                  Cbor.of(Map.of("xpath", Cbor.of("/mfra"))))),
          "alg",
          Cbor.of("sha256"),
          "hash",
          Cbor.of(hash),
          "name",
          Cbor.of("film"));
    }
  },

  /** The whole file, for a manifest that lies in a file of its own. */
  DATA("c2pa.hash.data") {
    @Override
    Map<String, Cbor> fields(byte[] hash) {
      return Map.of(
          "alg", Cbor.of("sha256"),
          "hash", Cbor.of(hash),
          "name", Cbor.of("film"),
          "pad", Cbor.of(new byte[0]));
    }
  };

  /** Where a box {@code uuid} has its user type. */
  static final int USER_TYPE_AT = 8;

  private final String label;

  HardBinding(String label) {
    this.label = label;
  }

  abstract Map<String, Cbor> fields(byte[] hash);

  Assertion assertion(byte[] hash) {
    return Assertion.cbor(label, Cbor.of(fields(hash)));
  }

  /** The user type of boxes {@code uuid} that hold C2PA (C2PA 2.2, A.5.1). */
  static byte[] userType() {
    return HexFormat.of().parseHex("d8fec3d61b0e483c92975828877ec481");
  }
}
