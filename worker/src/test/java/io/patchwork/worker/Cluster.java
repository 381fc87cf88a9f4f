package io.patchwork.worker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A {@link TestCluster} for each test or, where the field is static, one for all tests of a class;
 * started before them and closed behind them.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface Cluster {

  /** Settings of its worker, as in {@code PATCHWORK_RETRY_DELAYS=1s,1s}. */
  String[] settings() default {};

  /** What has been ingested. */
  Sample[] holds() default {};
}
