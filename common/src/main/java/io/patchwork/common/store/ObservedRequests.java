package io.patchwork.common.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Tells an observer of the requests of an S3 client. */
final class ObservedRequests implements ExecutionInterceptor {

  private static final ExecutionAttribute<Long> BEGUN = new ExecutionAttribute<>("begun");

  /** To a condition, or to whether there is an object: not modified, not found, not so. */
  private static final Set<Integer> ANSWERS = Set.of(304, 404, 412);

  private final StoreObserver observer;
  private final InstantSource clock;

  ObservedRequests(StoreObserver observer, InstantSource clock) {
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(BEGUN, System.nanoTime());
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    context.httpResponse().firstMatchingHeader("Date").ifPresent(this::compareClocks);
  }

  private void compareClocks(String date) {
    try {
      Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      observer.isAhead(Duration.between(clock.instant(), theirs));
    } catch (DateTimeParseException notOne) {
      assert !date.isEmpty();
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    observer.answered(operation(attributes), took(attributes));
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    int status =
        context.exception() instanceof AwsServiceException answer ? answer.statusCode() : 0;
    if (ANSWERS.contains(status)) {
      observer.answered(operation(attributes), took(attributes));
    } else {
      observer.failed(operation(attributes), status);
    }
  }

  private static Duration took(ExecutionAttributes attributes) {
    return Duration.ofNanos(System.nanoTime() - attributes.getAttribute(BEGUN));
  }

  private static String operation(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
