package org.renkei.routes.userroute;

/**
 * One of the user's routes.
 *
 * @param id of the route
 * @param from the endpoint at which it begins, without options and passwords, as {@code direct://approve}
 * @param state as Camel says it: {@code Started}, {@code Stopped}, {@code Suspended}
 */
public record RouteView(String id, String from, String state) {}
