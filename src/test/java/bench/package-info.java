/**
 * The bench behind {@code ./mvnw verify -Pbench}: the gateway, what it is compared with, and the
 * load, each in a process of its own. Nothing here is a test; docs/performance.md has the results.
 * It lies beside {@code io.gatehouse}, so that no gateway in a test finds these applications.
 */
package bench;
