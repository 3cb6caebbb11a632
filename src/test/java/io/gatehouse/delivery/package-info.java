/**
 * Delivery as receiving systems see it: real HTTP servers that behave badly, a real gateway in
 * front of them. What one class needs of a route file's delays it sets in a copy of the files.
 */
package io.gatehouse.delivery;
