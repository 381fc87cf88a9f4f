package io.patchwork.common.testing;

import io.patchwork.common.store.S3ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** S3Proxy in this process: the S3 API over a folder, on loopback, for this process and others. */
public final class TestStore implements AutoCloseable {

  public static final String ACCESS_KEY = "patchwork";
  public static final String SECRET_KEY = "patchwork-secret";
  private static final long SMALL_PARTS = 5L << 20;
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private final Path folder;
  private S3Proxy proxy;

  TestStore() {
    try {
      this.folder = Files.createTempDirectory("patchwork-s3");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.proxy = start(0);
    System.setProperty("aws.accessKeyId", ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", SECRET_KEY);
  }

  private S3Proxy start(int port) {
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    try {
      S3Proxy started =
          S3Proxy.builder()
              .blobStore(BlobStores.create("filesystem", properties))
              .endpoint(URI.create("http://127.0.0.1:" + port))
              .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
              .build();
      started.start();
      return started;
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy does not start", e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /** Takes it away for a while, does something, and brings it back at the same address. */
  public void away(Callable<?> meanwhile) throws Exception {
    int port = proxy.getPort();
    stop();
    try {
      meanwhile.call();
    } finally {
      proxy = start(port);
    }
  }

  /** A fresh bucket, as {@code s3://name}. */
  public URI bucket() {
    String name = "test-" + ProcessHandle.current().pid() + "-" + BUCKETS.incrementAndGet();
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
            .build()) {
      client.createBucket(request -> request.bucket(name));
    }
    return URI.create("s3://" + name);
  }

  /** A store on a fresh bucket, below a prefix, with parts as small as S3 allows. */
  public S3ObjectStore open() {
    URI location = URI.create(bucket() + "/some/prefix");
    return new S3ObjectStore(
        new S3ObjectStore.Settings(location, endpoint(), null, null, 64, SMALL_PARTS));
  }

  @Override
  public void close() {
    stop();
    Folders.delete(folder);
  }

  private void stop() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy does not stop", e);
    }
  }
}
