/**
 * Authenticates vendors: tokens, keys in the URL, Basic, bearer tokens, signatures, and the token
 * endpoint. Secrets are compared in constant time. Uses {@code webhook} and {@code settings}.
 */
package io.gatehouse.auth;
