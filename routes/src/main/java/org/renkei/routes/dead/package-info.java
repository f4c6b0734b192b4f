/**
 * Dead letters: messages that gave up, and what an operator does with them (C3, C4). {@link org.renkei.routes.dead.DeadLetterBox} puts one
 * into its channel, or, if that refuses, {@link org.renkei.routes.dead.LastResort} into a file;
 * {@link org.renkei.routes.dead.DeadLetters} lists, exports and imports them; {@link org.renkei.routes.dead.Operation} retries or
 * discards many, in batches, of which each is one transaction. Where a letter goes when it is retried, the engine knows: it is the
 * {@link org.renkei.routes.dead.WayBack}. Read {@link org.renkei.routes.dead.DeadLetter} first.
 */
package org.renkei.routes.dead;
