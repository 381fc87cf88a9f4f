/**
 * The events that the cluster publishes about jobs: one record per kind, under one sealed {@link
 * JobEvent}.
 */
@NullMarked
package io.patchwork.schema.event;

import org.jspecify.annotations.NullMarked;
