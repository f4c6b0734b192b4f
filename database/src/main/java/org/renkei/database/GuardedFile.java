package org.renkei.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.mvstore.DataUtils;
import org.h2.store.fs.FileBaseDefault;

/**
 * The file of an H2 store, whose header names the newest chunk as soon as that is written.
 *
 * <p>H2 writes the header now and then, and finds the newest chunk by a chain of chunks that begins at the one in the header. It
 * writes over chunks of this chain when nothing in them is in use any more, and only then the header: who is killed between the two
 * has lost all commits behind the chunk that was written over, synced ones too. With a header that names the newest chunk there is no
 * chain that could break.
 */
final class GuardedFile extends FileBaseDefault {
    private static final int FIRST_CHUNK_AT = 2 * StoreHeader.BLOCK;

    private final FileChannel file;
    private StoreHeader header;
    /** Of the chunk in work, its first block; null if none is. */
    private ByteBuffer chunk;

    private long chunkBegin;
    private long chunkEnd;
    /** The header is written to the first block and to the second in turn, so that one of them is always whole. */
    private boolean second;

    GuardedFile(FileChannel file) throws IOException {
        this.file = file;
        this.header = newest(readHeader(0), readHeader(StoreHeader.BLOCK));
    }

    private StoreHeader readHeader(long position) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(StoreHeader.BLOCK);
        if (file.size() < position + StoreHeader.BLOCK) {
            return null;
        }
        DataUtils.readFully(file, position, block);
        return StoreHeader.read(block.rewind());
    }

    private static StoreHeader newest(StoreHeader one, StoreHeader other) {
        return one == null || other != null && other.version() > one.version() ? other : one;
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
        notice(source.duplicate(), position);
        int written = file.write(source, position);
        if (chunk != null && position + written >= chunkEnd) {
            nameChunk();
            chunk = null;
        }
        return written;
    }

    private void notice(ByteBuffer source, long position) {
        StoreHeader written = position == 0 ? StoreHeader.read(source) : null;
        boolean goesOn = chunk != null && position > chunkBegin && position < chunkEnd;
        if (written != null) {
            header = written;
        } else if (!goesOn
                && position >= FIRST_CHUNK_AT
                && position % StoreHeader.BLOCK == 0
                && StoreHeader.versionOfChunk(source) >= 0) {
            chunk = ByteBuffer.allocate(Math.min(source.remaining(), StoreHeader.BLOCK));
            chunkBegin = position;
            chunkEnd = position + source.remaining();
            chunk.put(source.slice(source.position(), chunk.capacity())).rewind();
        }
    }

    /** Unless it is an older one that was moved. */
    private void nameChunk() throws IOException {
        if (header == null || StoreHeader.versionOfChunk(chunk) < header.version()) {
            return;
        }
        header = header.naming(chunk, chunkBegin);
        DataUtils.writeFully(file, second ? StoreHeader.BLOCK : 0, header.block());
        second = !second;
    }

    @Override
    public int read(ByteBuffer destination, long position) throws IOException {
        return file.read(destination, position);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
        file.truncate(size);
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return GuardedPath.SCHEME + ":" + file;
    }
}
