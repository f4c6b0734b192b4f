package org.renkei.routes.engine;

/**
 * Why what a job did is undone.
 *
 * @param failed the step that gave up
 * @param cause its reason
 */
record Undoing(String failed, String cause) {}
