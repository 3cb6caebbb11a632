/**
 * Decrypts bodies: AES as the vendors use it, with camel-crypto for CBC and ECB of a usual size and
 * the Java platform for GCM and for large bodies. All failures of a body are indistinguishable.
 * Uses {@code webhook} and {@code settings}.
 */
package io.gatehouse.decryption;
