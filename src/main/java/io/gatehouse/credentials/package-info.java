/**
 * How a vendor proves who it is: tokens, keys in the address, Basic, bearer tokens, signatures, and
 * the token endpoint that hands bearer tokens out. Secrets are compared in constant time. Uses
 * {@code webhook} and {@code settings}.
 */
package io.gatehouse.credentials;
