/** Certificates and keys for connections to servers. */
@NullMarked
package io.patchwork.common.tls;

import org.jspecify.annotations.NullMarked;
