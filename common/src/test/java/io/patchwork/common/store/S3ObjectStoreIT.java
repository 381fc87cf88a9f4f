package io.patchwork.common.store;

import io.patchwork.common.testing.TestServices;
import java.nio.file.Path;

final class S3ObjectStoreIT extends ObjectStoreContract {

  @Override
  ObjectStore open(Path folder) {
    return TestServices.store().open();
  }

  /**
   * S3Proxy 4.1.0 over a folder lets two of sixteen replace the same version in about one run of
   * five (If-Match); its If-None-Match is exact, and so are both in S3 itself.
   */
  @Override
  boolean serverRacesOnReplace() {
    return true;
  }
}
