/**
 * Flows come and go while the system runs (B2). {@link org.renkei.services.deploy.FlowFolder} keeps {@code etc/flows} and what runs alike:
 * what is put there is deployed, and what is deployed by command is written there.
 */
package org.renkei.services.deploy;
