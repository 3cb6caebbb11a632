/**
 * Opening encrypted bodies: AES as the vendors use it, with camel-crypto for CBC and ECB and the
 * Java platform for GCM. Everything that can go wrong with a body ends in one indistinguishable
 * way. Uses {@code webhook} and {@code settings}.
 */
package io.gatehouse.decryption;
