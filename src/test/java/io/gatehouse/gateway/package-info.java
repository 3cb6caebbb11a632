/**
 * The whole gateway under test: started as an operator would, spoken to over real HTTP, and read
 * back from its bus with ordinary clients.
 */
package io.gatehouse.gateway;
