/**
 * Who may do what. {@link org.renkei.broker.access.Users} keeps names, password hashes and roles in one file of its own
 * (mode 0600) and makes an administrator with a random password at the first start; there is no default password.
 *
 * <p>The broker asks {@link org.renkei.broker.access.Users#authenticate} for every connection, and the console does too.
 * What each {@link org.renkei.broker.access.Role} may do on a queue stands in {@code org.renkei.broker.server}.
 */
package org.renkei.broker.access;
