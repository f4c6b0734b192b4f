/**
 * Flows and Camel routes come and go while the system runs (B2). {@link org.renkei.services.deploy.Deployment} follows their folders;
 * {@link org.renkei.services.deploy.FlowFolder} and {@link org.renkei.services.deploy.RouteFolder} keep what lies there and what runs alike:
 * what is put there is deployed, and what is deployed by command is written there.
 */
package org.renkei.services.deploy;
