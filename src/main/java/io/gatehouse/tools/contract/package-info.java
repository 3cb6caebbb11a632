/**
 * Writes what others may rely on: the AsyncAPI document of the bus, from the route files, the bus
 * file and the vocabulary, and the page of settings, from the configuration metadata and the route
 * files. Uses {@code tools.diagrams}, {@code broker} and {@code settings}.
 */
package io.gatehouse.tools.contract;
