/**
 * A render with the renders in it replaced by what is in them: who is in it when, with which share,
 * second by second and at an instant. Pure and exact.
 */
@NullMarked
package io.patchwork.worker.attribution.flat;

import org.jspecify.annotations.NullMarked;
