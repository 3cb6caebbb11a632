/**
 * Delivery as receiving systems see it: HTTP servers that misbehave, and a real gateway that calls
 * them. What one class needs of a route file's delays it sets in a copy of the files.
 */
package io.gatehouse.delivery;
