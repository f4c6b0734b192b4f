/**
 * The Camel component {@code channel:NAME}: any route may receive from a channel and send to one.
 *
 * <p>A {@link org.renkei.routes.component.ChannelWorker} takes what is there, up to the channel's {@code batch}, runs the
 * route for each message, and commits once; its {@link org.renkei.routes.component.Crew} has another one ready meanwhile. What a route sends waits in its
 * {@link org.renkei.routes.component.Outbox} until the route has ended well; when it has not, the
 * {@link org.renkei.routes.component.DeliveryPolicy} says what happens to the message instead, so that one failure
 * never rolls its neighbours back. The outbox travels with the exchange, not with the thread: a route may split,
 * multicast or change threads. Read {@code ChannelWorker} first.
 */
package org.renkei.routes.component;
