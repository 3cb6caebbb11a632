/**
 * The integration team's land: finds the route files on disk, checks them before Camel sees them,
 * and loads them into the context. What is wrong is told in one sentence with file and place. Uses
 * {@code settings} and {@code bus}.
 */
package io.gatehouse.routes;
