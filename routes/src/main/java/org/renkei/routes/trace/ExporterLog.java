package org.renkei.routes.trace;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenTelemetry logs into the JDK's own log, which would print it among what a user sees: it goes where the rest goes. */
final class ExporterLog extends Handler {
    private static final Logger log = LoggerFactory.getLogger(ExporterLog.class);

    /** The JDK forgets the settings of a logger that nobody holds. */
    private static final java.util.logging.Logger SOURCE = java.util.logging.Logger.getLogger("io.opentelemetry");

    private final SimpleFormatter text = new SimpleFormatter();

    private ExporterLog() {}

    static synchronized void listen() {
        for (Handler handler : SOURCE.getHandlers()) {
            SOURCE.removeHandler(handler);
        }
        SOURCE.setUseParentHandlers(false);
        SOURCE.addHandler(new ExporterLog());
    }

    @Override
    public void publish(LogRecord told) {
        if (told.getLevel().intValue() >= Level.WARNING.intValue()) {
            log.atWarn().addKeyValue("cause", text.formatMessage(told)).log("traces were not sent");
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
