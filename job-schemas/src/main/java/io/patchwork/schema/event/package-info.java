/** What the cluster tells the world about its jobs: one record a kind of event. */
@NullMarked
package io.patchwork.schema.event;

import org.jspecify.annotations.NullMarked;
