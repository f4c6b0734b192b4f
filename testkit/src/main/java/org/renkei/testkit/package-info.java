/**
 * Runs flows in unit tests.
 *
 * <pre>{@code
 * try (TestRenkei renkei = TestRenkei.flow(Path.of("renkei/flows/greetings.yaml")).bean("greet", new Greet()).start()) {
 *     assertThat(renkei.submit("greetings", "world")).isCompleted().passed("greet").hasResult("Hello, world!");
 * }
 * }</pre>
 *
 * <p>{@link org.renkei.testkit.TestRenkei} is a real engine over a real broker, whose channels are in memory and whose files are in a
 * temporary directory. {@link org.renkei.testkit.TestJob} is one job in it, {@link org.renkei.testkit.JobAssert} says what became of it,
 * and {@link org.renkei.testkit.TestClock} lets hours pass at once.
 */
package org.renkei.testkit;
