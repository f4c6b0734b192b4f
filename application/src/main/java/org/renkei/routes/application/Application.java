package org.renkei.routes.application;

/**
 * An execute application: the business code that one step calls (B3). Write one class per step, with a constructor
 * without parameters, and name it under {@code applications} in {@code etc/renkei.yaml}.
 *
 * <p>{@link #process} is called by several threads at once, up to the {@code consumers} of its channel, so it keeps no state
 * of its own that is not thread-safe. After a crash it may be called again for a message it has seen: make its effect
 * repeatable, with {@link Job#id()} as the key.
 *
 * <p>An exception means: again, by the step's {@code retry}; when that is used up the job becomes a dead letter.
 */
@FunctionalInterface
public interface Application {

    /** Called before {@link #process}; an exception counts as one of {@code process}. */
    default void before(Job job) throws Exception {}

    /**
     * Does the step's work.
     *
     * @return what shall happen to the job; null is refused as a failure
     */
    Outcome process(Job job) throws Exception;

    /** Called after {@link #process} has returned done; an exception counts as one of {@code process}. */
    default void after(Job job) throws Exception {}

    /** Called when one of the others has thrown; what this throws is logged and changes nothing. */
    default void onError(Job job, Exception error) {}
}
