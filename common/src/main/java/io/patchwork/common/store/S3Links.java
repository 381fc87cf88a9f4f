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

  /**
   * Links.
   *
   * @param endpoint at which readers reach the service; null for AWS
   * @param region null for the SDK's default
   */
  S3Links(String bucket, @Nullable URI endpoint, @Nullable String region) {
    this.bucket = bucket;
    S3Presigner.Builder builder = S3Presigner.builder();
    if (endpoint != null) {
      builder
          .endpointOverride(endpoint)
          .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build());
    }
    if (region != null) {
      builder.region(Region.of(region));
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
