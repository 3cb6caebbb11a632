/**
 * Our URLs at the vendors that have an API for them: the steps that the route files in {@code
 * routes/registration} are made of, the record of what is registered, and the operators' endpoint.
 * Uses {@code settings}, {@code httpclient} and {@code database}.
 */
package io.gatehouse.registration;
