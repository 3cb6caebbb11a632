/**
 * HTTP calls from the gateway to receiving systems and vendors' APIs: which headers are sent and
 * returned, which URLs are allowed, and the tokens that the calls carry. Uses {@code settings}.
 */
package io.gatehouse.httpclient;
