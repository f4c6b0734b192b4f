/**
 * Execute applications outside of this process (B3). {@link org.renkei.routes.external.Command} runs a command of the operating system: it
 * gets the body on its standard input and what is known of the job in its environment; {@link org.renkei.routes.external.ProcessTree} ends
 * it with all that it has started. {@link org.renkei.routes.external.HttpEndpoint} sends the body to a server. Each call has a bounded time,
 * what comes back is kept up to a limit, and nothing of a message ever becomes part of a command line or of an address.
 */
package org.renkei.routes.external;
