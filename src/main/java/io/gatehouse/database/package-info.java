/**
 * The gateway's own small database, for what must outlive a message on the bus, such as the latest
 * event that was delivered for a subject. It never contains events. Each package brings its own
 * tables and SQL. Uses {@code settings}.
 */
package io.gatehouse.database;
