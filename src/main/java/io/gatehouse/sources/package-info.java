/**
 * Checks the source address of a request: address ranges, trusted proxies, and the step {@code
 * allow-sources}. The rules are plain functions; only the step depends on Camel. Uses {@code
 * webhook} and {@code settings}.
 */
package io.gatehouse.sources;
