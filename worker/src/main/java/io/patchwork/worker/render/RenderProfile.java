package io.patchwork.worker.render;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.loudness.Levelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a render is encoded.
 *
 * @param preset of x264
 * @param crf constant rate factor of x264; rate control that knows the whole cannot be cut
 * @param loudness of the whole
 * @param level of H.264, fixed, because it is part of the parameter sets that all segments share
 */
record RenderProfile(
    String name,
    int width,
    int height,
    String preset,
    int crf,
    String level,
    int audioKbps,
    Levelling loudness) {

  static final String DEFAULT = "final";
  private static final List<RenderProfile> ALL = load();

  private static List<RenderProfile> load() {
    try (InputStream in =
        Objects.requireNonNull(RenderProfile.class.getResourceAsStream("profiles.json"))) {
      return List.of(Json.read(in.readAllBytes(), RenderProfile[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FrameSize frame() {
    return new FrameSize(width, height);
  }

  /**
   * The profile of that name.
   *
   * @param name or null for the default
   */
  static RenderProfile named(@Nullable String name) throws Refused {
    String wanted = name == null ? DEFAULT : name;
    return ALL.stream()
        .filter(profile -> profile.name.equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new Refused(
                FailureCode.UNKNOWN_PROFILE,
                "There is no render profile \""
                    + wanted
                    + "\"; there are "
                    + ALL.stream().map(RenderProfile::name).collect(Collectors.joining(", "))
                    + "."));
  }
}
