package org.renkei.routes.engine;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls an {@link Application} with its hooks; its outcome becomes the body of the exchange. */
final class ApplicationCall implements Processor {
    private static final Logger log = LoggerFactory.getLogger(ApplicationCall.class);
    private static final int MOST_REPEATS = 100;

    private final Application application;
    private final Channels channels;

    /** @param channels among which is the one that the messages come from */
    ApplicationCall(Application application, Channels channels) {
        this.application = application;
        this.channels = channels;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Pass pass = Pass.of(exchange);
        JobDatabase database = new JobDatabase(channels, pass.channel());
        Job job = new JobView(pass, database);
        try {
            exchange.getMessage().setBody(call(job));
        } catch (Exception | LinkageError | StackOverflowError e) {
            tellApplication(job, e);
            throw e;
        } finally {
            database.end();
        }
    }

    private Outcome call(Job job) throws Exception {
        application.before(job);
        for (int i = 0; i <= MOST_REPEATS; i++) {
            Outcome outcome = application.process(job);
            if (outcome == null) {
                throw new IllegalStateException(application.getClass().getName() + " returned no outcome");
            }
            String repeat = outcome.fold(body -> null, (delay, reason) -> null, reason -> reason, reason -> null);
            if (repeat == null) {
                if (outcome.fold(body -> true, (delay, reason) -> false, reason -> false, reason -> false)) {
                    application.after(job);
                }
                return outcome;
            }
        }
        throw new IllegalStateException(application.getClass().getName() + " asked " + MOST_REPEATS
                + " times in a row to be called again at once");
    }

    private void tellApplication(Job job, Throwable error) {
        try {
            application.onError(job, error instanceof Exception e ? e : new IllegalStateException(error));
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("job", job.id())
                    .addKeyValue("step", job.step())
                    .setCause(e)
                    .log("the application's onError failed");
        }
    }
}
