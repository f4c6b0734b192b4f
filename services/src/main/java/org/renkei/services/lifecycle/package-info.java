/**
 * Start, stop, and the check between (D1–D5).
 *
 * <p>A {@code Lifecycle} starts a list of {@code Stage}s in order, and undoes it in reverse if one fails. {@code Stopping}
 * asks the pending check before it stops them: normally, after a drain, or by force. {@code InstanceLock} keeps a second
 * process off the same data; {@code RunFile} tells the command line where to find this one. Read {@code Stage} first.
 */
package org.renkei.services.lifecycle;
