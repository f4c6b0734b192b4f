/**
 * Small files that must survive: written beside, forced to the disk, and moved into place, so that a reader sees the old
 * content or the new one and never a half. See {@link org.renkei.broker.storage.DurableFile}.
 */
package org.renkei.broker.storage;
