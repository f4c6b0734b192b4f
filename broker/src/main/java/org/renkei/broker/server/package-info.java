/**
 * The broker itself: Apache Artemis, embedded, with Renkei at its door.
 *
 * <p>{@link org.renkei.broker.server.Broker} starts and stops it as {@link org.renkei.broker.server.BrokerConfig} says.
 * {@code ArtemisConfiguration} holds every setting made on purpose, {@code ChannelQueues} makes the queues, {@code Door}
 * decides on each message that a program sends, {@code AccessRules} on who may do what, and {@code CoreGuard} keeps shut
 * what the protocol leaves open.
 */
package org.renkei.broker.server;
