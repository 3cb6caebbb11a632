/**
 * Checks route files and kamelets before Camel serves them: their YAML, the steps and components
 * that they use, their names, settings and expressions, and a dry run in a Camel context of its
 * own. A start, a reload and the command line use the same checks. Every finding is a diagnostic
 * with file and line. Uses {@code webhook}, {@code settings} and {@code broker}.
 */
package io.gatehouse.routes.validation;
