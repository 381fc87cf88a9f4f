/**
 * C2PA manifests (Content Credentials, C2PA 2.2) of finished renders: what a film was composed of,
 * its lineage, and a hash of the film, signed with the operator's key. Manifests are CBOR (RFC
 * 8949) in boxes of JUMBF (ISO 19566-5), signed with COSE (RFC 9052). The same film, lineage and
 * key give the same bytes.
 */
@NullMarked
package io.patchwork.worker.c2pa;

import org.jspecify.annotations.NullMarked;
