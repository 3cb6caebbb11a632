/**
 * The commands for the integration team: they work on route files without a running gateway. Each
 * command is a subcommand of {@link io.gatehouse.tools.cli.CommandLineTools}. The gateway never
 * uses this package. Uses {@code settings}, {@code events}, {@code routes.validation} and the other
 * tools.
 */
package io.gatehouse.tools.cli;
