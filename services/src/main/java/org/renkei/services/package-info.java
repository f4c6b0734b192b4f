/**
 * What runs. {@link org.renkei.services.Main} reads the configuration and starts a {@link org.renkei.services.Server}, which puts
 * broker, tracking and routes together as stages.
 *
 * <p>Read {@code Main}, {@code Server}, then {@code lifecycle} for the order of start and stop, {@code pending} for the
 * check between, {@code http} for what is asked from outside.
 */
package org.renkei.services;
