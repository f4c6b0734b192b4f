/**
 * Operating system commands as execute applications (B3). {@link org.renkei.routes.command.Command} runs one: it gets the body on its
 * standard input and what is known of the job in its environment, has a bounded time, and what it prints is kept up to a limit.
 * {@link org.renkei.routes.command.ProcessTree} ends it with all that it has started. Nothing of a message ever becomes part of a command
 * line.
 */
package org.renkei.routes.command;
