/**
 * A webhook request in a route and what becomes of it, which is a refusal or a receipt, and the
 * memory limit for its body. Other packages share these types; this package uses {@code tracing}.
 */
package io.gatehouse.webhook;
