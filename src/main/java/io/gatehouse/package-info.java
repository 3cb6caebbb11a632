/**
 * The application: it starts Spring, which assembles the packages below. Nothing here knows a
 * vendor.
 */
package io.gatehouse;
