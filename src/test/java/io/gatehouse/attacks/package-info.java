/** What somebody hostile sends, and what the gateway makes of it, all seen from outside. */
package io.gatehouse.attacks;
