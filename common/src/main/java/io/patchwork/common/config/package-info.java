/** Settings from the environment: typed, and with all problems reported at once. */
@NullMarked
package io.patchwork.common.config;

import org.jspecify.annotations.NullMarked;
