package io.patchwork.common.store;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The versions of objects in a bucket that keeps them: to delete an object there only hides it.
 * Thread-safe.
 */
final class S3Versions {

  private static final int FORBIDDEN = 403;

  /** A service without versions answers so. */
  private static final List<Integer> NOT_IMPLEMENTED = List.of(400, 404, 405, 501);

  private final S3Client s3;
  private final String bucket;
  private volatile @Nullable Kept kept;

  private enum Kept {
    NONE,
    ALL,
    UNKNOWN
  }

  S3Versions(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** Deletes an object and its versions; returns whether none is left as far as one can know. */
  boolean erase(String name) {
    Kept versions = kept();
    if (versions == Kept.ALL && eraseVersions(name)) {
      return true;
    }
    s3.deleteObject(request -> request.bucket(bucket).key(name));
    return versions == Kept.NONE;
  }

  private Kept kept() {
    Kept known = kept;
    if (known == null) {
      known = ask();
      kept = known;
    }
    return known;
  }

  private Kept ask() {
    try {
      @Nullable BucketVersioningStatus status =
          s3.getBucketVersioning(request -> request.bucket(bucket)).status();
      // Of a bucket where they are suspended, earlier versions are still there.
      return status == null ? Kept.NONE : Kept.ALL;
    } catch (S3Exception e) {
      if (NOT_IMPLEMENTED.contains(e.statusCode())) {
        return Kept.NONE;
      }
      if (e.statusCode() == FORBIDDEN) {
        return Kept.UNKNOWN;
      }
      throw e;
    }
  }

  /** Whether all versions could be deleted. */
  private boolean eraseVersions(String name) {
    try {
      s3.listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(name)).stream()
          .flatMap(page ->
              Stream.concat(
                  page.versions().stream()
                      .filter(version -> version.key().equals(name))
                      .map(version -> version.versionId()),
                  page.deleteMarkers().stream()
                      .filter(marker -> marker.key().equals(name))
                      .map(marker -> marker.versionId())))
          .toList()
          .forEach(
              id -> s3.deleteObject(request -> request.bucket(bucket).key(name).versionId(id)));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }
}
