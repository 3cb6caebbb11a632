/**
 * Brings checked route files into the running Camel context and takes them out again, at the start
 * and when files change. Two revisions of a file can run side by side, so that no request meets a
 * gap. Reports the state of each file to operators. Uses {@code routes.validation}, {@code
 * settings} and {@code broker}.
 */
package io.gatehouse.routes.deployment;
