/**
 * The folder {@code k8s/} and the image, checked without a cluster: kubectl's output for each
 * overlay is parsed into typed models, and compared with itself, with the program's settings and
 * with rules.
 */
package io.gatehouse.kubernetes;
