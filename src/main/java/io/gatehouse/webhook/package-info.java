/**
 * A vendor's request on its way through a route, and what may become of it: a refusal, custody, or
 * a receipt; and the memory that it may take. The vocabulary that the other packages share; it uses
 * none of them.
 */
package io.gatehouse.webhook;
