/**
 * Where a request comes from, and whether that may knock: address ranges, trusted proxies, and the
 * step {@code allow-sources}. The rules are plain functions; only the step knows Camel. Uses {@code
 * webhook} and {@code settings}.
 */
package io.gatehouse.address;
