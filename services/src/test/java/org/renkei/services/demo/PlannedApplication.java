package org.renkei.services.demo;

import java.sql.SQLException;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.JourneyState;

/** Does what {@link LedgerApplication} does, but gives up where the order's last digit says. */
public final class PlannedApplication implements Application {
    private final Application ledger = new LedgerApplication();

    /** Which way an order goes, by the number at the end of its correlation id. */
    enum Plan {
        STRAIGHT,
        FORK,
        BOOK_FAILS,
        SETTLE_FAILS,
        PACK_FAILS;

        static Plan of(String correlationId) {
            return switch (correlationId.charAt(correlationId.length() - 1)) {
                case '1' -> STRAIGHT;
                case '5' -> BOOK_FAILS;
                case '7' -> SETTLE_FAILS;
                case '9' -> PACK_FAILS;
                default -> FORK;
            };
        }

        JourneyState end() {
            return this == STRAIGHT || this == FORK ? JourneyState.COMPLETED : JourneyState.COMPENSATED;
        }

        /** In the order of the alphabet. */
        String shop() {
            return switch (this) {
                case STRAIGHT -> "[book, charge]";
                case FORK -> "[book, charge, meet]";
                case BOOK_FAILS -> "[charge, meet, undo charge]";
                case SETTLE_FAILS, PACK_FAILS -> "[charge, undo charge]";
            };
        }

        String bank() {
            return switch (this) {
                case STRAIGHT, SETTLE_FAILS -> "[]";
                case FORK -> "[settle]";
                case BOOK_FAILS, PACK_FAILS -> "[settle, undo settle]";
            };
        }
    }

    @Override
    public Outcome process(Job job) throws Exception {
        Plan plan = Plan.of(job.correlationId());
        if (plan == Plan.PACK_FAILS && job.step().equals("pack")) {
            throw new IllegalStateException("nothing to pack it with");
        }
        boolean fails = plan == Plan.BOOK_FAILS && job.step().equals("book")
                || plan == Plan.SETTLE_FAILS && job.step().equals("settle");
        if (job.step().equals("pack") || job.step().equals("fork")) {
            return Outcome.done();
        }
        Outcome done = ledger.process(job);
        return fails ? Outcome.failed("as planned") : done;
    }

    /** Writes into the ledger that the step was undone. */
    public static final class Undo implements Application {
        @Override
        public Outcome process(Job job) throws SQLException {
            return LedgerApplication.write(job, "undo " + job.step());
        }
    }
}
