package org.renkei.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Files of H2 under {@code guarded:PATH}, where the path may have a scheme of its own; see {@link GuardedFile}. */
public final class GuardedPath extends FilePathWrapper {
    static final String SCHEME = "guarded";

    /** H2 knows the scheme from now on. */
    static void register() {
        FilePath.register(new GuardedPath());
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel file = super.open(mode);
        return mode.equals("r") ? file : new GuardedFile(file);
    }
}
