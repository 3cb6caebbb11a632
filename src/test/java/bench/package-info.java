/**
 * The bench behind {@code ./mvnw verify -Pbench}: the gateway, its reference points, and the load,
 * each in a process of its own. Nothing here is a test; docs/performance.md has the results. It is
 * in a package beside {@code io.gatehouse}, so that no gateway in a test finds these applications.
 */
package bench;
