/**
 * The integration team's land: finds the route files on disk, inspects them before Camel serves
 * them, and brings them into the context, at the start and, where it is switched on, whenever they
 * change. What is wrong is told in one sentence with file and line. Uses {@code webhook}, {@code
 * settings} and {@code bus}.
 */
package io.gatehouse.routes;
