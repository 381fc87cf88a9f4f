package io.patchwork.worker.relay;

import io.patchwork.schema.event.EventKind;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.proposal.DocumentReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file in which operators list endpoints, by {@code relay.v1.schema.json}. */
final class RelayFile {

  private static final int MAX_PORT = 65_535;

  private RelayFile() {}

  private record Listed(List<ListedEndpoint> endpoints) {}

  private record ListedEndpoint(
      Id name,
      String url,
      String secretFile,
      @Nullable String previousSecretFile,
      @Nullable List<String> events,
      @Nullable Boolean allowPrivate) {}

  /**
   * Reads the endpoints.
   *
   * @throws Refused if one cannot be used, with all that is wrong
   */
  static List<Endpoint> read(Path file) throws IOException, Refused {
    Listed listed =
        DocumentReader.read(
            Files.readAllBytes(file),
            "relay.v1",
            Listed.class,
            FailureCode.INVALID_POLICY,
            "The list of endpoints",
            "correct it");
    List<String> problems = new ArrayList<>();
    List<Endpoint> endpoints = new ArrayList<>();
    Set<Id> names = new HashSet<>();
    for (ListedEndpoint each : listed.endpoints) {
      if (!names.add(each.name)) {
        problems.add("two endpoints are called " + each.name);
      }
      List<WebhookSecret> secrets = new ArrayList<>();
      secret(each.secretFile, each.name, problems).ifPresent(secrets::add);
      if (each.previousSecretFile != null) {
        secret(each.previousSecretFile, each.name, problems).ifPresent(secrets::add);
      }
      Optional<URI> url = url(each.url);
      if (url.isEmpty()) {
        problems.add(
            each.url
                + " of "
                + each.name
                + " is no address to post to; it is https://HOST/PATH, without a password");
        continue;
      }
      endpoints.add(
          new Endpoint(
              each.name,
              url.get(),
              secrets,
              kinds(each.events),
              Boolean.TRUE.equals(each.allowPrivate)));
    }
    if (!problems.isEmpty()) {
      throw new Refused(
          FailureCode.INVALID_POLICY,
          "The list of endpoints cannot be used: " + String.join("; ", problems) + ".");
    }
    return endpoints;
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = new URI(text);
      boolean isUsable =
          url.getHost() != null
              && url.getUserInfo() == null
              && url.getFragment() == null
              && url.getPort() != 0
              && url.getPort() <= MAX_PORT;
      return isUsable ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<WebhookSecret> secret(String file, Id endpoint, List<String> problems) {
    try {
      Optional<WebhookSecret> secret = WebhookSecret.parse(Files.readString(Path.of(file)).strip());
      if (secret.isEmpty()) {
        problems.add(
            file
                + " of "
                + endpoint
                + " is no secret; it is whsec_ and 24 to 64 bytes in base64, as from echo"
                + " whsec_$(openssl rand -base64 32)");
      }
      return secret;
    } catch (IOException e) {
      problems.add("the secret " + file + " of " + endpoint + " cannot be read");
      return Optional.empty();
    }
  }

  /** All kinds that are told at least once, where none is listed. */
  private static Set<EventKind> kinds(@Nullable List<String> names) {
    if (names == null) {
      return EnumSet.complementOf(EnumSet.of(EventKind.PROGRESSED));
    }
    EnumSet<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    Arrays.stream(EventKind.values())
        .filter(kind -> names.contains(kind.wireName()))
        .forEach(kinds::add);
    return kinds;
  }
}
