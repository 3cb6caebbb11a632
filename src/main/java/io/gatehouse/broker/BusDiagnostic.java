package io.gatehouse.broker;

/**
 * What is wrong with the bus file.
 *
 * @param line from 1; 0 where no line can be told
 * @param sentence what is wrong and what to do
 */
public record BusDiagnostic(int line, String sentence) {}
