package io.patchwork.common.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Signed links to objects in a bucket. They end at the latest with the credentials that signed
 * them. Thread-safe.
 */
final class S3Links implements AutoCloseable {

  private final S3Presigner signer;
  private final String bucket;

  S3Links(S3ObjectStore.Settings settings, String bucket) {
    this.bucket = bucket;
    S3Presigner.Builder builder = S3Presigner.builder();
    @Nullable URI endpoint =
        settings.publicEndpoint() == null ? settings.endpoint() : settings.publicEndpoint();
    if (endpoint != null) {
      builder
          .endpointOverride(endpoint)
          .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build());
    }
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    } else if (endpoint != null) {
      builder.region(Region.US_EAST_1);
    }
    this.signer = builder.build();
  }

  URI to(String name, Duration validity, String mediaType, boolean isShown) {
    try {
      return signer
          .presignGetObject(request ->
              request
                  .signatureDuration(validity)
                  .getObjectRequest(object ->
                      object
                          .bucket(bucket)
                          .key(name)
                          .responseContentType(mediaType)
                          .responseContentDisposition(isShown ? "inline" : "attachment")))
          .url()
          .toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a signed link that is no URI", e);
    }
  }

  @Override
  public void close() {
    signer.close();
  }
}
