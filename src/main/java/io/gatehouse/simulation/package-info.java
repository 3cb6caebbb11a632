/**
 * Plays a vendor: makes up events as its file in {@code routes/simulations/} says, proves itself as
 * that vendor does, sends over HTTP, tries again as that vendor does, and counts the answers. May
 * use {@code settings}; nothing here runs inside a serving gateway.
 */
package io.gatehouse.simulation;
