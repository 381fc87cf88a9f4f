/**
 * The character encoding of a text without a mark. {@link io.patchwork.common.text.TextEncoding}
 * finds it.
 */
@NullMarked
package io.patchwork.common.text;

import org.jspecify.annotations.NullMarked;
