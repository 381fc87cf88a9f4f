/** Health, readiness and metrics over HTTP, for operators and orchestrators. */
@NullMarked
package io.patchwork.worker.admin;

import org.jspecify.annotations.NullMarked;
