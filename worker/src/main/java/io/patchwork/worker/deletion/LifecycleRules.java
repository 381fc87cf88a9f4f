package io.patchwork.worker.deletion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchwork.schema.job.Retention.DeleteAfterDays;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a policy that a bucket carries out by itself, as S3 reads it
 * (PutBucketLifecycleConfiguration). A bucket knows the age of an object and not what needs it, so
 * these are rules for what nothing reaches: chunks, reports, parts of uploads that were broken off,
 * and versions that are hidden.
 */
public record LifecycleRules(@JsonProperty("Rules") List<Rule> rules) {

  /** Uploads in parts that were broken off, and versions that are hidden, go after this time. */
  private static final int LEFTOVER_DAYS = 7;

  public LifecycleRules {
    rules = List.copyOf(rules);
  }

  /** A rule. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rule(
      @JsonProperty("ID") String id,
      @JsonProperty("Status") String status,
      @JsonProperty("Filter") Filter filter,
      @JsonProperty("Expiration") @Nullable Expiration expiration,
      @JsonProperty("NoncurrentVersionExpiration") @Nullable Noncurrent noncurrent,
      @JsonProperty("AbortIncompleteMultipartUpload") @Nullable Abort abort) {}

  /** Which objects. */
  public record Filter(@JsonProperty("Prefix") String prefix) {}

  /** After how many days objects go. */
  public record Expiration(@JsonProperty("Days") int days) {}

  /** The same of versions that are hidden. */
  public record Noncurrent(@JsonProperty("NoncurrentDays") int days) {}

  /** The same of uploads in parts that were broken off. */
  public record Abort(@JsonProperty("DaysAfterInitiation") int days) {}

  /**
   * The rules of a policy.
   *
   * @param prefix of the store in its bucket, empty or with a slash at its end
   */
  public static LifecycleRules of(DeleteAfterDays policy, String prefix) {
    List<Rule> rules = new ArrayList<>();
    expire(rules, "chunks", prefix + StoreLayout.CHUNKS, policy.chunks());
    expire(rules, "reports", prefix + StoreLayout.DELETION_REPORTS, policy.reports());
    rules.add(
        new Rule(
            "patchwork-leftovers",
            "Enabled",
            new Filter(prefix),
            null,
            new Noncurrent(LEFTOVER_DAYS),
            new Abort(LEFTOVER_DAYS)));
    return new LifecycleRules(rules);
  }

  private static void expire(List<Rule> rules, String name, String prefix, @Nullable Integer days) {
    if (days != null) {
      rules.add(
          new Rule(
              "patchwork-" + name,
              "Enabled",
              new Filter(prefix),
              new Expiration(days),
              null,
              null));
    }
  }
}
