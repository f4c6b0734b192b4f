/**
 * What a user edits, read into records that check themselves.
 *
 * <p>{@code Home} says where each file is; {@code Settings} reads all of them before anything is started, so that a
 * mistake is told at once and nothing has to be undone. {@code RenkeiConfig} is {@code etc/renkei.yaml}. Every key has a
 * default. Read {@code Home} first.
 */
package org.renkei.services.config;
