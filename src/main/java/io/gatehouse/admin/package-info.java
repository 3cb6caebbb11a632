/**
 * The operators' API for dead letters and quarantine: list, show, redrive and discard messages,
 * each action with a record; and who may do so. Uses {@code settings} and {@code broker}, and asks
 * {@code intake} to replay a request.
 */
package io.gatehouse.admin;
