package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;

/**
 * The digest of a stream's coded packets without their timestamps. It is the same in every
 * container that keeps the packets as they are, whatever its tags.
 *
 * @param stream its index in the container
 * @param sha256 of the SHA-256 digests of all its packets in file order, in lower-case hexadecimal
 *     digits
 */
public record PacketDigest(int stream, Sha256 sha256) {}
