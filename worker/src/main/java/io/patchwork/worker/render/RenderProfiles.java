package io.patchwork.worker.render;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.render.plan.RenderProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The built-in render profiles, of {@code profiles.json} beside this class. */
public final class RenderProfiles {

  /** Name of the profile of a render that names none. */
  public static final String DEFAULT = "final";

  private static final List<RenderProfile> ALL = load();

  private RenderProfiles() {}

  private static List<RenderProfile> load() {
    try (InputStream in =
        Objects.requireNonNull(RenderProfiles.class.getResourceAsStream("profiles.json"))) {
      return List.of(Json.read(in.readAllBytes(), RenderProfile[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all profiles. */
  public static List<String> names() {
    return ALL.stream().map(RenderProfile::name).toList();
  }

  /**
   * The profile of a name.
   *
   * @param name or null for the default, {@code final}
   * @throws Refused if there is none
   */
  public static RenderProfile named(@Nullable String name) throws Refused {
    String wanted = name == null ? DEFAULT : name;
    return ALL.stream()
        .filter(profile -> profile.name().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new Refused(
                FailureCode.UNKNOWN_PROFILE,
                "There is no render profile \""
                    + wanted
                    + "\"; choose one of "
                    + String.join(", ", names())
                    + "."));
  }
}
