/**
 * All that a business application needs to know of Renkei.
 *
 * <p>An {@link org.renkei.routes.application.Application} is called with a {@link org.renkei.routes.application.Job} and
 * says with an {@link org.renkei.routes.application.Outcome} what shall happen to it. Nothing else of Renkei, Camel or
 * Artemis appears here. The shipped order flow shows five of them at work.
 */
package org.renkei.routes.application;
