/**
 * Copies of jobs that wait for the other copies. {@link org.renkei.tracking.join.Joins} keeps them in the tracking database, so that
 * they survive a restart; what becomes of them is not decided here.
 */
package org.renkei.tracking.join;
