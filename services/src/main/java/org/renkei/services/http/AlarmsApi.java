package org.renkei.services.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.renkei.services.alarm.Alarm;
import org.renkei.services.alarm.Alarms;

/** {@code /alarms}: what an operator must be told of (A3), and who has seen it. */
final class AlarmsApi {
    private static final int LONGEST_NOTE = 500;

    private final Alarms alarms;

    AlarmsApi(Alarms alarms) {
        this.alarms = alarms;
    }

    void addTo(Operations operations) {
        operations.answer("listAlarms", this::list);
        operations.answer("acknowledgeAlarm", this::acknowledge);
    }

    private Listed list(Context request) {
        Optional<State> state = Parameters.choice(request, "state", State.class);
        List<Alarm> all = alarms.all();
        List<Alarm> matched = all.stream()
                .filter(alarm -> state.map(wanted -> wanted == State.of(alarm)).orElse(true))
                .toList();
        long open = all.stream().filter(Alarm::open).count();
        Paging<Alarm> page = Paging.of(request, matched);
        return new Listed(page.page(), open, page.matched(), page.next());
    }

    private Alarm acknowledge(Context request) {
        String note = Parameters.body(request, Acknowledgement.class).note();
        if (note != null && note.length() > LONGEST_NOTE) {
            throw Refused.badRequest("note must be at most " + LONGEST_NOTE + " characters long, was " + note.length());
        }
        Alarm known = alarms.find(request.pathParam("id")).orElseThrow(() -> unknown(request));
        Audit.record(request, "alarm acknowledge", known.target(), known.kind() + (note == null ? "" : ": " + note));
        return alarms.acknowledge(known.id(), Audit.user(request).name(), note).orElseThrow(() -> unknown(request));
    }

    private static Refused unknown(Context request) {
        return Refused.notFound("there is no alarm " + request.pathParam("id") + ", or it was over long ago");
    }

    private enum State {
        OPEN,
        CLEARED;

        static State of(Alarm alarm) {
            return alarm.open() ? OPEN : CLEARED;
        }
    }

    /**
     * @param matched on all pages
     * @param next where the following page begins; null if this one is the last
     */
    private record Listed(List<Alarm> alarms, long open, long matched, String next) {}

    private record Acknowledgement(String note) {}
}
