/**
 * The integration team's commands: what is done with route files without running the gateway. Each
 * is a class of its own and a subcommand of {@link io.gatehouse.workbench.Workbench}; nothing here
 * runs inside a serving gateway. May use {@code routes}, {@code settings}, {@code simulation} and
 * {@code events}.
 */
package io.gatehouse.workbench;
