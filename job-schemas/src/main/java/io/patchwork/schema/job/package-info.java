/** The jobs that the outside asks for: one record a kind, under one sealed {@link Job}. */
@NullMarked
package io.patchwork.schema.job;

import org.jspecify.annotations.NullMarked;
