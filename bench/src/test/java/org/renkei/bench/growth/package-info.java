/** What becomes of one installation when it grows: {@code bench/run growth TRIAL [N]}, with a real server in a process of its own. */
package org.renkei.bench.growth;
