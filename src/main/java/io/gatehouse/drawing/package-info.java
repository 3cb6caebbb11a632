/**
 * Route files for readers: what each route does, in words and as a diagram, taken from the files
 * and from what the kamelets say of themselves. Knows no Camel context and runs nothing. Uses
 * {@code bus}, {@code settings}, and of {@code routes} what a route starts from.
 */
package io.gatehouse.drawing;
