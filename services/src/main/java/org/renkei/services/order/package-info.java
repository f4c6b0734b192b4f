/**
 * The example: an order goes through {@code Intake}, {@code Stock}, {@code Payment}, {@code Shipping} and
 * {@code Notification}, in the sequence that {@code etc/flows/orders.yaml} draws. The classes are written as a user
 * writes them, against {@link org.renkei.routes.application.Application} and nothing else of Renkei; copy one to begin
 * your own. What each does follows from the order alone, so that running it again after a crash changes nothing; {@code Payment}
 * alone has an effect outside, a charge in the shop's books, and its channel is in the same database.
 */
package org.renkei.services.order;
