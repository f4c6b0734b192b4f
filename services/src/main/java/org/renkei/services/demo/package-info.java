/**
 * The main job from nothing: {@code ./renkei demo}. {@link org.renkei.services.demo.Demo} starts a server, has
 * {@link org.renkei.services.demo.OrderProducer} send orders from another process, kills the server with
 * {@code kill -9} in the middle, starts it again, and asks tracking for each order what became of it. Read
 * {@code OrderProducer} as an example: it is a plain JMS program that knows nothing of Renkei.
 */
package org.renkei.services.demo;
