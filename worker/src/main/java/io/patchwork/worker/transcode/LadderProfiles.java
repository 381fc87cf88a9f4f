package io.patchwork.worker.transcode;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.patchwork.common.config.ConfigurationException;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The ladder profiles that jobs choose from: the built-in ones and the operator's. */
public final class LadderProfiles {

  /** Name of the profile of an upload that names none. */
  public static final String DEFAULT = "web";

  private static final String VARIABLE = "PATCHWORK_PROFILES";

  private final Map<String, LadderProfile> byName = new LinkedHashMap<>();

  private LadderProfiles(List<LadderProfile> profiles) {
    profiles.forEach(profile -> byName.put(profile.name(), profile));
  }

  /** Names of the built-in profiles. */
  public static List<String> builtInNames() {
    return List.copyOf(builtIn().byName.keySet());
  }

  /** The built-in profiles. */
  public static LadderProfiles builtIn() {
    return new LadderProfiles(List.of(Json.read(resource("profiles.json"), LadderProfile[].class)));
  }

  /**
   * The built-in profiles and an operator's; one of the same name replaces the built-in one.
   *
   * @param file in the form of {@code profiles.schema.json}
   * @throws ConfigurationException with all errors of the file
   */
  public static LadderProfiles with(Optional<Path> file) {
    LadderProfiles profiles = builtIn();
    if (file.isPresent()) {
      for (LadderProfile profile : read(file.get())) {
        profiles.byName.put(profile.name(), profile);
      }
    }
    return profiles;
  }

  private static List<LadderProfile> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw wrong(file, List.of("it cannot be read (" + e.getMessage() + ")"));
    }
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                new String(resource("profiles.schema.json"), StandardCharsets.UTF_8),
                InputFormat.JSON);
    try {
      List<String> problems =
          schema.validate(text, InputFormat.JSON).stream()
              .map(error -> error.getInstanceLocation() + " " + error.getMessage())
              .distinct()
              .toList();
      if (!problems.isEmpty()) {
        throw wrong(file, problems);
      }
      return List.of(Json.read(text.getBytes(StandardCharsets.UTF_8), LadderProfile[].class));
    } catch (JacksonException | IllegalArgumentException e) {
      throw wrong(file, List.of("it is not JSON (" + e.getMessage() + ")"));
    }
  }

  private static ConfigurationException wrong(Path file, List<String> problems) {
    return new ConfigurationException(
        problems.stream().map(problem -> VARIABLE + " is " + file + ": " + problem + ".").toList());
  }

  private static byte[] resource(String name) {
    try (InputStream in = Objects.requireNonNull(LadderProfiles.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The profile of a name.
   *
   * @param name or null for the default
   */
  public LadderProfile named(@Nullable String name) throws Refused {
    String wanted = name == null ? DEFAULT : name;
    LadderProfile profile = byName.get(wanted);
    if (profile == null) {
      throw new Refused(
          FailureCode.UNKNOWN_PROFILE,
          "There is no ladder profile \""
              + wanted
              + "\"; choose one of these with --profile: "
              + String.join(", ", byName.keySet())
              + ".");
    }
    return profile;
  }
}
