/**
 * Alarms: what an operator must be told of (A3), and who is told.
 *
 * <p>Each {@code Watch} says of one kind of alarm what holds now; {@code LimitWatch} is told of every channel whose depth passes a limit.
 * {@code Alarms} looks through them each second, raises what is new and clears what is over, keeps both in an {@code AlarmBook}, and tells
 * the log, the activity log and each {@code Delivery}: to a channel and to a webhook. Read {@code Alarms} first.
 */
package org.renkei.services.alarm;
