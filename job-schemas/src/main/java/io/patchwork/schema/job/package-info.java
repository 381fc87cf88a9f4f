/** The jobs that a platform can send: one record per kind, under one sealed {@link Job}. */
@NullMarked
package io.patchwork.schema.job;

import org.jspecify.annotations.NullMarked;
