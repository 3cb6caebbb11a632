/**
 * The folder {@code k8s/} and the image, checked without a cluster: what kubectl makes of each
 * overlay is read into typed models, and held against itself, against the program's settings and
 * against rules.
 */
package io.gatehouse.kubernetes;
