package org.renkei.routes.dead;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/**
 * Puts letters that were written down back into their channels. One that lies there still is replaced, in one transaction; one that
 * is not there is added, unless its job has gone on since.
 */
final class Importing {
    private static final int BATCH = 250;

    private final Channels channels;
    private final Collection<String> deadLetterChannels;
    private final WayBack wayBack;

    Importing(Channels channels, Collection<String> deadLetterChannels, WayBack wayBack) {
        this.channels = channels;
        this.deadLetterChannels = deadLetterChannels;
        this.wayBack = wayBack;
    }

    /** @throws RenkeiException for the first that cannot be put back; then none of them was */
    void check(List<DeadLetter> letters) {
        for (List<DeadLetter> batch : batches(letters)) {
            Map<String, String> lying = lying(batch);
            batch.forEach(letter -> check(letter, lying));
        }
    }

    /** @throws RenkeiException as {@link #check} does, or if a channel refuses; some may have been put back before that */
    void run(List<DeadLetter> letters) {
        for (List<DeadLetter> batch : batches(letters)) {
            Map<String, String> lying = lying(batch);
            batch.forEach(letter -> check(letter, lying));
            Map<String, List<DeadLetter>> byChannel = new LinkedHashMap<>();
            batch.forEach(letter -> byChannel
                    .computeIfAbsent(letter.channel(), channel -> new ArrayList<>())
                    .add(letter));
            byChannel.forEach((channel, some) -> put(channel, some, lying));
        }
    }

    /** The last of those with the same id, some hundred at a time. */
    private static List<List<DeadLetter>> batches(List<DeadLetter> letters) {
        Map<String, DeadLetter> byId = new LinkedHashMap<>();
        letters.forEach(letter -> byId.put(letter.id(), letter));
        List<DeadLetter> single = List.copyOf(byId.values());
        List<List<DeadLetter>> batches = new ArrayList<>();
        for (int from = 0; from < single.size(); from += BATCH) {
            batches.add(single.subList(from, Math.min(single.size(), from + BATCH)));
        }
        return batches;
    }

    /** Where those of them lie that lie somewhere, by id. */
    private Map<String, String> lying(List<DeadLetter> batch) {
        String filter = Selection.ofIds(ids(batch)).filter();
        Map<String, String> lying = new HashMap<>();
        for (String channel : deadLetterChannels) {
            channels.channel(channel)
                    .browse(filter, message -> lying.put(new DeadLetter(channel, message).id(), channel));
        }
        return lying;
    }

    private static List<String> ids(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::id).toList();
    }

    private void check(DeadLetter letter, Map<String, String> lying) {
        if (!deadLetterChannels.contains(letter.channel())) {
            throw new RenkeiException(
                    ErrorCode.DEAD_LETTER_INVALID,
                    "letter " + letter.id() + ": channel must be one of " + String.join(", ", deadLetterChannels)
                            + ", was " + letter.channel());
        }
        String lies = lying.get(letter.id());
        if (lies != null && !lies.equals(letter.channel())) {
            throw new RenkeiException(
                    ErrorCode.DEAD_LETTER_INVALID,
                    "letter " + letter.id() + ": channel must be " + lies + ", where it lies, was " + letter.channel());
        }
        Optional<String> gone = lies == null ? wayBack.goneOn(letter) : Optional.empty();
        if (gone.isPresent()) {
            throw new RenkeiException(
                    ErrorCode.ALREADY_TAKEN_UP,
                    "letter " + letter.id() + " lies there no more, and its job has gone on: " + gone.get());
        }
    }

    private void put(String channel, List<DeadLetter> letters, Map<String, String> lying) {
        channels.channel(channel).refusal().ifPresent(refused -> {
            throw refused;
        });
        List<String> replaced = ids(letters).stream().filter(lying::containsKey).toList();
        try (Picking lie = new Picking(channels, channel, Selection.ofIds(ids(letters)), () -> true)) {
            for (int i = 0; i < replaced.size(); i++) {
                if (lie.next() == null) {
                    throw new RenkeiException(
                            ErrorCode.OUT_OF_REACH,
                            (replaced.size() - i) + " letters of " + channel
                                    + " are in other hands: none of these was replaced");
                }
            }
            letters.forEach(letter -> lie.session().send(channel, letter.message()));
            lie.session().commit();
        }
    }
}
