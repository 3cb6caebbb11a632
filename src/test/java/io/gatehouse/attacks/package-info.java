/** Hostile requests, and how the gateway handles them, all observed from outside. */
package io.gatehouse.attacks;
