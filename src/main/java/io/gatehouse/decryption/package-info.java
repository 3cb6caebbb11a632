/**
 * Opening encrypted bodies: AES as the vendors use it, with camel-crypto for CBC and ECB of a usual
 * size and the Java platform for GCM and for large bodies. Everything that can go wrong with a body
 * ends in one indistinguishable way. Uses {@code webhook} and {@code settings}.
 */
package io.gatehouse.decryption;
