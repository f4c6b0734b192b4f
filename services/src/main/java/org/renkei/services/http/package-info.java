/**
 * The console over HTTP, as JSON: what the command line speaks to.
 *
 * <p>{@code Console} starts Javalin and names the routes; each {@code …Api} answers a group of them. {@code Login} says who
 * asks, {@code Access} what a route needs, {@code Audit} records each change, and {@code Problems} turns exceptions into
 * {@code application/problem+json} (RFC 9457). Nothing answers without a login. Read {@code Console} first.
 */
package org.renkei.services.http;
