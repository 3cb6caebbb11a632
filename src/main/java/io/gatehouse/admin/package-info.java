/**
 * The operators' API for dead letters and quarantine: list, show, redrive and discard messages,
 * each action with a record; and who may do so. Uses {@code settings} and the names of {@code
 * broker}, asks {@code intake} to replay a request, and has a table of its own in the database.
 */
package io.gatehouse.admin;
