/**
 * The vendors' side of the gateway: a servlet that hands requests to the routes' {@code
 * platform-http} consumers and turns what becomes of them into answers. Uses {@code webhook},
 * {@code settings}, {@code address}, {@code credentials} and {@code tracing}, and asks {@code
 * custody} to take what a route could not.
 */
package io.gatehouse.http;
