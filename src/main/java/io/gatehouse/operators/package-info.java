/**
 * What operators do with messages that wait for somebody: dead letters and quarantine, listed,
 * shown, put back and discarded on the operators' port, each with a record; and who may. Uses
 * {@code settings} and {@code bus}, and asks {@code custody} to replay a request.
 */
package io.gatehouse.operators;
