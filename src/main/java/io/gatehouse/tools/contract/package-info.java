/**
 * Writes the AsyncAPI document, which defines what bus consumers may rely on, from the route files,
 * the bus file and the vocabulary. Uses {@code tools.diagrams}, {@code broker} and {@code
 * settings}.
 */
package io.gatehouse.tools.contract;
