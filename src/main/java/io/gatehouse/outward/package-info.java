/**
 * HTTP calls that the gateway makes itself, to receiving systems and to vendors' APIs: which
 * headers leave and come back, and as whom it calls. Depends on {@code settings} only.
 */
package io.gatehouse.outward;
