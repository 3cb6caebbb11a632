/**
 * What bus consumers may rely on, written down for them: the AsyncAPI document, made from the route
 * files, the bus file and the vocabulary. Uses {@code drawing}, {@code bus} and {@code settings}.
 */
package io.gatehouse.contract;
