/** What is none of ours: classes that somebody else's files may name. */
package org.example;
