package io.patchwork.worker.codec;

import io.patchwork.worker.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How sound is encoded. */
@ExtendWith(Golden.Finder.class)
final class AudioCodecTest {

  @Test
  void onlyWhatLosesSomethingHasABitRate(Golden golden) {
    List<String> lines = new ArrayList<>();
    for (AudioCodec codec : AudioCodec.values()) {
      lines.add(codec + ": " + String.join(" ", codec.options(192)));
    }
    golden.shows("sound at 192 kbit/s", String.join("\n", lines));
  }

  @Test
  void aSoundAloneIsInAFileOfItsOwnKind(Golden golden) {
    List<String> lines = new ArrayList<>();
    for (AudioCodec codec : AudioCodec.values()) {
      List<String> alone = codec.alone(192).options();
      lines.add(
          codec
              + ": "
              + String.join(" ", alone.subList(codec.options(192).size(), alone.size()))
              + "; ."
              + codec.extension()
              + " of "
              + codec.mediaType()
              + ", codecs "
              + codec.codecs()
              + ", read by "
              + codec.demuxer()
              + ", "
              + codec.padding().toDecimalString()
              + " s more at the most");
    }
    golden.shows("files of nothing but sound", String.join("\n", lines));
  }
}
