/**
 * The gateway's own small database: what it has to know for longer than a message lies on the bus,
 * such as which event of a subject was delivered last. Events themselves never go there. Depends on
 * {@code settings} only; who keeps something here brings its own table and its own SQL.
 */
package io.gatehouse.ledger;
