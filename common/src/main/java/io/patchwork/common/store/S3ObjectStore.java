package io.patchwork.common.store;

import io.patchwork.common.tls.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in an S3 bucket below a prefix. Puts are conditional requests; after a failed
 * precondition the present object is compared, because a retry after a lost response finds its own
 * object. Digests are our own SHA-256 in the object's metadata; the service's checksums only guard
 * transport. Thread-safe.
 */
public final class S3ObjectStore implements ObjectStore {

  private static final String DIGEST = "patchwork-sha256";

  /**
   * The metadata key that identifies our own put when a retry after a lost response finds its
   * object.
   */
  private static final String WRITER = "patchwork-writer";

  private static final int PRECONDITION_FAILED = 412;
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT_TRIES = 3;

  private final S3Client s3;
  private final S3Versions versions;
  private final S3Links links;
  private final String bucket;
  private final String prefix;
  private final long partBytes;

  /**
   * The bucket and how to reach it.
   *
   * @param location {@code s3://bucket} or {@code s3://bucket/prefix}
   * @param endpoint of an S3-compatible service, or null for AWS
   * @param region or null for the SDK's default
   * @param authorities file with certificates in PEM that are trusted besides those of the JDK, or
   *     null
   * @param connections maximum number of connections
   * @param partBytes part size of multipart uploads and the size from which they are used, at least
   *     5 MiB
   * @param publicEndpoint at which readers of links reach the service, because the host is part of
   *     a link's signature; null for {@code endpoint}
   */
  public record Settings(
      URI location,
      @Nullable URI endpoint,
      @Nullable String region,
      @Nullable Path authorities,
      int connections,
      long partBytes,
      @Nullable URI publicEndpoint) {

    /** The same where links lead to the endpoint itself. */
    public Settings(
        URI location,
        @Nullable URI endpoint,
        @Nullable String region,
        @Nullable Path authorities,
        int connections,
        long partBytes) {
      this(location, endpoint, region, authorities, connections, partBytes, null);
    }
  }

  public S3ObjectStore(Settings settings) {
    this(settings, StoreObserver.NONE);
  }

  /** A store whose requests somebody hears of. */
  public S3ObjectStore(Settings settings, StoreObserver observer) {
    this.bucket = settings.location.getHost();
    String path = settings.location.getPath().replaceAll("^/+|/+$", "");
    this.prefix = path.isEmpty() ? "" : path + "/";
    this.partBytes = settings.partBytes;
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(http(settings))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(config ->
                config
                    .retryStrategy(RetryMode.STANDARD)
                    .addExecutionInterceptor(
                        new ObservedRequests(observer, InstantSource.system())));
    if (settings.endpoint != null) {
      builder.endpointOverride(settings.endpoint).forcePathStyle(true);
    }
    if (settings.region != null) {
      builder.region(Region.of(settings.region));
    } else if (settings.endpoint != null) {
      builder.region(Region.US_EAST_1);
    }
    this.s3 = builder.build();
    this.versions = new S3Versions(s3, bucket);
    this.links =
        new S3Links(
            bucket,
            settings.publicEndpoint == null ? settings.endpoint : settings.publicEndpoint,
            settings.region);
  }

  private static Apache5HttpClient.Builder http(Settings settings) {
    Apache5HttpClient.Builder http =
        Apache5HttpClient.builder()
            .maxConnections(settings.connections)
            .connectionTimeout(Duration.ofSeconds(2))
            .socketTimeout(Duration.ofSeconds(20));
    if (settings.authorities != null) {
      try {
        TrustManager[] trust = TlsFiles.trust(settings.authorities);
        http.tlsTrustManagersProvider(() -> trust);
      } catch (IOException | GeneralSecurityException e) {
        throw new StoreUnavailable("The store's authorities cannot be read: " + e.getMessage(), e);
      }
    }
    return http;
  }

  @Override
  public URI uri(ObjectKey key) {
    return URI.create("s3://" + bucket + "/" + encoded(name(key)));
  }

  private static String encoded(String name) {
    try {
      return new URI(null, null, "/" + name, null).getRawPath().substring(1);
    } catch (java.net.URISyntaxException e) {
      throw new IllegalArgumentException("not a key: " + name, e);
    }
  }

  @Override
  public Optional<ObjectKey> keyOf(URI uri) {
    if (!"s3".equalsIgnoreCase(uri.getScheme())
        || !bucket.equals(uri.getHost())
        || !uri.getPath().startsWith("/" + prefix)) {
      return Optional.empty();
    }
    String key = uri.getPath().substring(1 + prefix.length());
    return key.isEmpty() ? Optional.empty() : Optional.of(new ObjectKey(key));
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    try {
      var head = s3.headObject(request -> request.bucket(bucket).key(name(key)));
      return Optional.of(
          new StoredObject(
              key,
              head.contentLength(),
              head.eTag(),
              head.metadata().get(DIGEST),
              head.lastModified(),
              head.metadata()));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw unavailable("Object " + key + " cannot be looked at", e);
    } catch (SdkException e) {
      throw unavailable("Object " + key + " cannot be looked at", e);
    }
  }

  @Override
  public InputStream open(ObjectKey key, long from, @Nullable String etag) {
    try {
      return s3.getObject(get(key, from, etag));
    } catch (S3Exception e) {
      throw missingOrChanged(key, e);
    } catch (SdkException e) {
      throw unavailable("Object " + key + " cannot be read", e);
    }
  }

  private GetObjectRequest get(ObjectKey key, long from, @Nullable String etag) {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(name(key));
    if (from > 0) {
      request.range("bytes=" + from + "-");
    }
    if (etag != null) {
      // Notifications carry the ETag without its quotes.
      request.ifMatch(etag.startsWith("\"") ? etag : "\"" + etag + "\"");
    }
    return request.build();
  }

  @Override
  public Optional<Content> read(ObjectKey key, int maxBytes) {
    try (ResponseInputStream<GetObjectResponse> in = s3.getObject(get(key, 0, null))) {
      GetObjectResponse head = in.response();
      if (head.contentLength() > maxBytes) {
        in.abort();
        throw new StoreUnavailable("Object " + key + " is larger than " + maxBytes + " B", null);
      }
      return Optional.of(
          new Content(
              new StoredObject(
                  key,
                  head.contentLength(),
                  head.eTag(),
                  head.metadata().get(DIGEST),
                  head.lastModified(),
                  head.metadata()),
              in.readAllBytes()));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw unavailable("Object " + key + " cannot be read", e);
    } catch (SdkException | IOException e) {
      throw unavailable("Object " + key + " cannot be read", e);
    }
  }

  @Override
  public Put putIfAbsent(ObjectKey key, Upload upload) {
    return conditional(key, upload, null);
  }

  @Override
  public Optional<StoredObject> replace(ObjectKey key, String etag, Upload upload) {
    Put put = conditional(key, upload, etag);
    return put.created() ? Optional.of(put.object()) : Optional.empty();
  }

  /** Puts conditionally; after a failed precondition the present object may still be our own. */
  private Put conditional(ObjectKey key, Upload upload, @Nullable String etag) {
    String writer = UUID.randomUUID().toString();
    for (int attempt = 1; ; attempt++) {
      try {
        String written = send(key, upload, writer, etag);
        return new Put(
            true,
            new StoredObject(
                key, upload.length(), written, upload.sha256(), Instant.now(), Map.of()));
      } catch (S3Exception e) {
        if (e.statusCode() == PRECONDITION_FAILED
            || (etag != null && e.statusCode() == NOT_FOUND)) {
          return lost(key, writer, etag);
        }
        if (e.statusCode() != CONFLICT || attempt == CONFLICT_TRIES) {
          throw unavailable("Object " + key + " cannot be put", e);
        }
      } catch (SdkException | IOException e) {
        throw unavailable("Object " + key + " cannot be put", e);
      }
    }
  }

  private Put lost(ObjectKey key, String writer, @Nullable String etag) {
    Optional<StoredObject> present = head(key);
    if (present.isEmpty() && etag == null) {
      throw new StoreUnavailable("Object " + key + " was there and is gone", null);
    }
    StoredObject object =
        present.orElseGet(() -> new StoredObject(key, 0, "", null, Instant.EPOCH, Map.of()));
    return new Put(writer.equals(object.metadata().get(WRITER)), object);
  }

  /** The new object's ETag. */
  private String send(ObjectKey key, Upload upload, String writer, @Nullable String etag)
      throws IOException {
    Map<String, String> metadata = Map.of(DIGEST, upload.sha256(), WRITER, writer);
    if (upload.payload() instanceof Upload.OfFile(Path file) && upload.length() > partBytes) {
      return sendInParts(key, file, upload, metadata, etag);
    }
    RequestBody body =
        switch (upload.payload()) {
          case Upload.OfFile(Path file) -> RequestBody.fromFile(file);
          case Upload.OfBytes(byte[] bytes) -> RequestBody.fromBytes(bytes);
        };
    return s3.putObject(
            request -> {
              request
                  .bucket(bucket)
                  .key(name(key))
                  .contentType(upload.mediaType())
                  .metadata(metadata);
              if (etag == null) {
                request.ifNoneMatch("*");
              } else {
                request.ifMatch(etag);
              }
            },
            body)
        .eTag();
  }

  private String sendInParts(
      ObjectKey key, Path file, Upload upload, Map<String, String> metadata, @Nullable String etag)
      throws IOException {
    String id =
        s3.createMultipartUpload(request ->
                request
                    .bucket(bucket)
                    .key(name(key))
                    .contentType(upload.mediaType())
                    .metadata(metadata))
            .uploadId();
    boolean done = false;
    try {
      List<CompletedPart> parts = sendParts(key, file, upload.length(), id);
      String written =
          s3.completeMultipartUpload(
                  request -> {
                    request
                        .bucket(bucket)
                        .key(name(key))
                        .uploadId(id)
                        .multipartUpload(multipart -> multipart.parts(parts));
                    if (etag == null) {
                      request.ifNoneMatch("*");
                    } else {
                      request.ifMatch(etag);
                    }
                  })
              .eTag();
      done = true;
      return written;
    } finally {
      if (!done) {
        // A failed completion leaves parts behind, which cost money.
        s3.abortMultipartUpload(request -> request.bucket(bucket).key(name(key)).uploadId(id));
      }
    }
  }

  private List<CompletedPart> sendParts(ObjectKey key, Path file, long length, String id)
      throws IOException {
    List<CompletedPart> parts = new ArrayList<>();
    for (long from = 0; from < length; from += partBytes) {
      int number = parts.size() + 1;
      long start = from;
      long size = Math.min(partBytes, length - from);
      String tag =
          s3.uploadPart(
                  request ->
                      request
                          .bucket(bucket)
                          .key(name(key))
                          .uploadId(id)
                          .partNumber(number)
                          .contentLength(size),
                  RequestBody.fromContentProvider(
                      () -> FileRange.open(file, start, size), size, "application/octet-stream"))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    }
    return parts;
  }

  @Override
  public Stream<StoredObject> list(String start) {
    Iterator<S3Object> objects =
        s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + start))
            .contents()
            .iterator();
    // A page is fetched when it is reached: a store may hold more than fits into memory.
    Iterator<StoredObject> stored =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            try {
              return objects.hasNext();
            } catch (SdkException e) {
              throw unavailable("Objects under " + start + " cannot be listed", e);
            }
          }

          @Override
          public StoredObject next() {
            return listed(objects.next());
          }
        };
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(stored, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private StoredObject listed(S3Object object) {
    return new StoredObject(
        new ObjectKey(object.key().substring(prefix.length())),
        object.size(),
        object.eTag(),
        null,
        object.lastModified(),
        Map.of());
  }

  @Override
  public void delete(ObjectKey key) {
    try {
      s3.deleteObject(request -> request.bucket(bucket).key(name(key)));
    } catch (SdkException e) {
      throw unavailable("Object " + key + " cannot be deleted", e);
    }
  }

  @Override
  public Optional<URI> link(ObjectKey key, Duration validity, String mediaType, boolean isShown) {
    try {
      return Optional.of(links.to(name(key), validity, mediaType, isShown));
    } catch (SdkException e) {
      throw unavailable("Object " + key + " cannot be linked to", e);
    }
  }

  @Override
  public boolean erase(ObjectKey key) {
    try {
      return versions.erase(name(key));
    } catch (SdkException e) {
      throw unavailable("Object " + key + " cannot be deleted", e);
    }
  }

  @Override
  public void check() {
    try {
      s3.headBucket(request -> request.bucket(bucket));
    } catch (SdkException e) {
      throw unavailable("The bucket " + bucket + " cannot be used", e);
    }
  }

  @Override
  public void close() {
    links.close();
    s3.close();
  }

  private String name(ObjectKey key) {
    return prefix + key.value();
  }

  private RuntimeException missingOrChanged(ObjectKey key, S3Exception e) {
    return switch (e.statusCode()) {
      case NOT_FOUND -> new ObjectMissing(key);
      case PRECONDITION_FAILED -> new ObjectChanged(key);
      default -> unavailable("Object " + key + " cannot be read", e);
    };
  }

  private static StoreUnavailable unavailable(String what, Exception cause) {
    return new StoreUnavailable(what + ": " + cause.getMessage(), cause);
  }
}
