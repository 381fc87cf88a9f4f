/**
 * Encodes and decodes messages. Every message is a CloudEvents 1.0 document in structured JSON
 * mode; the JSON Schemas beside these classes are the contract, and a message that breaks it is
 * refused with all its violations.
 */
@NullMarked
package io.patchwork.schema.wire;

import org.jspecify.annotations.NullMarked;
