/**
 * The command line: {@code ./renkei VERB}. {@link org.renkei.services.cli.Renkei} lists the verbs, one class each. A
 * verb asks the running server over HTTP ({@link org.renkei.services.cli.ServerConnection}), whose address and token
 * lie in the home's {@code data/run/server.json}, and prints what it answers as a {@link org.renkei.services.cli.Table}
 * or, with {@code --json}, as it came. Only {@code start}, {@code user}, {@code demo}, {@code prepare} and {@code perf} do
 * work of their own. Begin with {@link org.renkei.services.cli.StatusCommand}.
 */
package org.renkei.services.cli;
