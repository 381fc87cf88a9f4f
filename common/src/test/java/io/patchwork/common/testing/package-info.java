/** Real services for tests: a RabbitMQ broker that may be killed, and an S3 API. */
@NullMarked
package io.patchwork.common.testing;

import org.jspecify.annotations.NullMarked;
