package io.patchwork.worker.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.worker.BrokenCopies;
import io.patchwork.worker.TestMedia;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlacIT {

  @TempDir Path temp;

  @Test
  void aBrokenFileIsNoBrokenDisk() throws Exception {
    Path good = temp.resolve("good.flac");
    TestMedia.ffmpeg("-f", "lavfi", "-i", "sine=d=0.02", good.toString());

    assertThat(BrokenCopies.refused(good, temp.resolve("copy.flac"), Flac::duration)).isPositive();
  }
}
