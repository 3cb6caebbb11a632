package io.gatehouse.bus;

/**
 * What is wrong with the bus file.
 *
 * @param line from 1; 0 where no line can be told
 * @param sentence what is wrong and what to do
 */
public record BusProblem(int line, String sentence) {}
