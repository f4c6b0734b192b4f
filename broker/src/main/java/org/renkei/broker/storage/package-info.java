/**
 * Small files that must survive: written beside, forced to the disk, and moved into place, so that a reader sees the old
 * content or the new one and never a half ({@link org.renkei.broker.storage.DurableFile}); and folders that go with all that is in them.
 */
package org.renkei.broker.storage;
