/** Benchmarks of the hot parts, with JMH; {@code bench/run} builds and runs them. */
package org.renkei.bench;
