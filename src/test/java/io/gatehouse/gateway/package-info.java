/**
 * The whole gateway under test: started as an operator would, called over real HTTP, and its bus
 * read with ordinary clients.
 */
package io.gatehouse.gateway;
