/**
 * The Camel routes that users put beside the flows, in files of Camel's YAML, XML or Java. They come, change and go while the system runs:
 * {@link org.renkei.routes.userroute.UserRoutes} tries a file in a Camel context of its own first, lets the routes that it replaces end what
 * they have in hand, and puts them back if the new ones do not start.
 */
package org.renkei.routes.userroute;
