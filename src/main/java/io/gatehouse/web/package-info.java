/**
 * The HTTP port for vendors: a servlet that hands requests to the {@code platform-http} consumers
 * of the routes and turns receipts and refusals into answers. Uses {@code webhook}, {@code
 * settings}, {@code sources}, {@code auth} and {@code tracing}, and asks {@code intake} to take
 * what a route could not.
 */
package io.gatehouse.web;
