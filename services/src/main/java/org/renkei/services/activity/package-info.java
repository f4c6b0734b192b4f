/**
 * Who changed what, and when (D9): what operators do, and what the system does of itself.
 *
 * <p>{@code ActivityLog} appends each {@code ActivityEntry} as a line of JSON to a file of its month in {@code data/activity}, so that it
 * can be read with any tool and without a database. {@code ActivityQuery} asks for a page of them, the newest first;
 * {@code LinesBackwards} reads a file from its end. Read {@code ActivityLog} first.
 */
package org.renkei.services.activity;
