/**
 * Simulates a vendor: generates events from its file in {@code routes/simulations/}, authenticates
 * as that vendor does, sends over HTTP, retries as that vendor does, and counts the answers. The
 * gateway never uses this package. Uses {@code settings}.
 */
package io.gatehouse.tools.simulation;
