package io.patchwork.worker.ingest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.id.Id;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The template of upload keys, which hold contributor and asset, as in {@code
 * uploads/{contributor}/{asset}/{name}}. A field fills a whole part between slashes; {@code
 * {resources}} is ids separated by {@code +}; {@code {name}} is any file name. Immutable.
 */
public final class KeyTemplate {

  private static final Set<String> FIELDS = Set.of("contributor", "asset", "resources", "name");
  private static final Pattern FIELD = Pattern.compile("\\{([a-z]+)}");

  private final Pattern pattern;
  private final String text;

  /** The ids in a key. */
  public record Claim(@Nullable Id contributor, Id asset, List<Id> resources) {
    public Claim {
      resources = List.copyOf(resources);
    }
  }

  /**
   * Parses a template.
   *
   * @throws IllegalArgumentException if it has no {@code {asset}} or an unknown field
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public KeyTemplate(String text) {
    this.text = text;
    StringBuilder regex = new StringBuilder();
    for (String part : text.split("/", -1)) {
      Matcher field = FIELD.matcher(part);
      boolean isField = field.matches();
      if (isField && !FIELDS.contains(field.group(1))) {
        throw new IllegalArgumentException("unknown field " + part);
      }
      regex.append(regex.isEmpty() ? "" : "/");
      regex.append(isField ? "(?<" + field.group(1) + ">[^/]+)" : Pattern.quote(part));
    }
    if (!text.contains("{asset}")) {
      throw new IllegalArgumentException("a key template needs {asset}");
    }
    this.pattern = Pattern.compile(regex.toString());
  }

  /** The ids in a key; empty if it does not match the template or an id is invalid. */
  public Optional<Claim> read(String key) {
    Matcher matcher = pattern.matcher(key);
    if (!matcher.matches() || !Id.isValid(matcher.group("asset"))) {
      return Optional.empty();
    }
    String contributor = group(matcher, "contributor");
    String resources = group(matcher, "resources");
    List<String> ids = resources == null ? List.of() : Arrays.asList(resources.split("\\+", -1));
    if ((contributor != null && !Id.isValid(contributor)) || !ids.stream().allMatch(Id::isValid)) {
      return Optional.empty();
    }
    return Optional.of(
        new Claim(
            contributor == null ? null : new Id(contributor),
            new Id(matcher.group("asset")),
            ids.stream().map(Id::new).toList()));
  }

  private static @Nullable String group(Matcher matcher, String name) {
    return matcher.namedGroups().containsKey(name) ? matcher.group(name) : null;
  }

  @Override
  @JsonValue
  public String toString() {
    return text;
  }
}
