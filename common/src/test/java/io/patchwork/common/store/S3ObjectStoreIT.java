package io.patchwork.common.store;

import io.patchwork.common.testing.TestServices;
import java.nio.file.Path;

final class S3ObjectStoreIT extends ObjectStoreContract {

  @Override
  ObjectStore open(Path folder) {
    return TestServices.store().open();
  }
}
