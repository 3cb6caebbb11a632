/**
 * What the operator decides: settings and secrets by name, read through Spring's environment. A
 * secret's value is looked up when it is needed and never enters a route's text. Uses nothing of
 * Gatehouse.
 */
package io.gatehouse.settings;
