/**
 * Describes route files for readers: what each route does, in words and as a Mermaid diagram, from
 * the files and the descriptions of the kamelets. It starts no Camel context. Uses {@code
 * routes.validation}, {@code broker} and {@code settings}.
 */
package io.gatehouse.tools.diagrams;
