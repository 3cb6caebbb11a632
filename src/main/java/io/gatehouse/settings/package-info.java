/**
 * Reads settings and secrets by name through Spring's environment. A secret's value is looked up
 * when it is needed and never becomes part of a route's text. Uses nothing of Gatehouse.
 */
package io.gatehouse.settings;
