package io.patchwork.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.BrokenCopies;
import io.patchwork.worker.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Mp4IndexIT {

  @TempDir Path temp;

  @Test
  void aBrokenFileIsNoBrokenDisk() throws Exception {
    Path whole = TestMedia.video(temp.resolve("whole.mp4"), 2, "160x120", "25", 440);
    Path good = temp.resolve("good.mp4");
    TestMedia.ffmpeg(
        "-i",
        whole.toString(),
        "-an",
        "-c",
        "copy",
        "-movflags",
        "+frag_keyframe+empty_moov+default_base_moof",
        good.toString());

    int unread = BrokenCopies.refused(good, temp.resolve("index.mp4"), Mp4Index::read);
    int untold = BrokenCopies.refused(good, temp.resolve("sets.mp4"), Mp4Index::parameterSets);
    int uncut =
        BrokenCopies.refused(
            good,
            temp.resolve("excerpt.mp4"),
            file -> {
              Path excerpt = temp.resolve("excerpt-of.mp4");
              Files.deleteIfExists(excerpt);
              Mp4Index index = Mp4Index.read(good);
              index.excerpt(file, RationalTime.ZERO, index.duration(), excerpt);
            });

    assertThat(unread).isPositive();
    assertThat(untold).isPositive();
    assertThat(uncut).isPositive();
  }
}
