/**
 * A webhook request in a route, its possible results, which are a refusal or a receipt, and the
 * memory limit for its body. Other packages share these types; this package uses none of them.
 */
package io.gatehouse.webhook;
