/**
 * What exists in the profile {@code local} only: receiving systems that stand in for real ones, so
 * that somebody who tries Gatehouse out sees an event arrive. Nothing else may use it.
 */
package io.gatehouse.local;
