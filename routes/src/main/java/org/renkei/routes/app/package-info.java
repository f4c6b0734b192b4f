/**
 * Applications in jars of their own: each folder {@code apps/NAME} holds the jars of one, whose beans flows call by name.
 *
 * <p>{@link org.renkei.routes.app.AppStore} keeps a copy of each version under {@code data/apps}, so that the folder can be changed while
 * jobs are on it. {@link org.renkei.routes.app.AppClassLoader} shows an application its own jars, the JDK, and of ours only what it is
 * written against. {@link org.renkei.routes.app.Apps} knows which version is present, and which others jobs still need.
 */
package org.renkei.routes.app;
