/**
 * The HTTP port for vendors: a servlet that passes requests to the {@code platform-http} consumers
 * of the routes and maps receipts and refusals to responses. Uses {@code webhook}, {@code
 * settings}, {@code sources}, {@code auth} and {@code tracing}, and hands requests whose route
 * failed to {@code intake}.
 */
package io.gatehouse.web;
