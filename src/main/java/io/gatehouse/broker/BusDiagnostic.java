package io.gatehouse.broker;

/**
 * A problem in the bus file.
 *
 * @param line from 1; 0 if the line is unknown
 * @param sentence what is wrong and what to do
 */
public record BusDiagnostic(int line, String sentence) {}
