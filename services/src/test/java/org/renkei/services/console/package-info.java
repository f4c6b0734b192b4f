/**
 * The console as people use it: a real Renkei, and a real Chromium that {@link org.renkei.services.console.Browsing} starts once for
 * a run. A {@link org.renkei.services.console.Site} is a server with data in it, a {@link org.renkei.services.console.Tab} a window on
 * it that remembers every error of the page. Begin with {@link org.renkei.services.console.ConsolePagesTest}.
 */
package org.renkei.services.console;
