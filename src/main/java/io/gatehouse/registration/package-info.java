/**
 * Registers the gateway's URLs at vendors that have an API for it: the steps of the route files in
 * {@code routes/registration}, the record of registrations, and the operators' endpoint. Uses
 * {@code settings} and {@code httpclient}, and has a table of its own in the database.
 */
package io.gatehouse.registration;
