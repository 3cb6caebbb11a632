/**
 * Opening encrypted bodies: AES as the vendors use it, by the Java platform. Everything that can go
 * wrong with a body ends in one indistinguishable way. Uses {@code webhook} and {@code settings}.
 */
package io.gatehouse.decryption;
