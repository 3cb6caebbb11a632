/**
 * A webhook request on its way through a route, and its possible results: a refusal or a receipt;
 * and the memory that its body may take. Other packages share these types. Uses none of them.
 */
package io.gatehouse.webhook;
