package org.renkei.services.lifecycle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a start and a stop of stages do, a sentence each, in order; nothing runs for it. */
public record Plan(List<String> start, List<String> stop) {
    private static final String CHECK = "pending check: refuses to go on if messages would be lost; all runs on then";

    /** @param stages in the order of their start */
    public static Plan of(List<Stage> stages) {
        return new Plan(
                stages.stream()
                        .map(stage -> stage.name() + ": " + stage.onStart())
                        .toList(),
                stop(stages));
    }

    /** As {@link Stopping} does it: entrances, check, applications, and then the rest in reverse. */
    private static List<String> stop(List<Stage> stages) {
        List<Stage> backwards = new ArrayList<>(stages);
        Collections.reverse(backwards);
        List<String> plan = new ArrayList<>();
        plan.add(CHECK);
        plan.addAll(sentences(backwards, Stopping.ENTRANCES));
        plan.add(CHECK);
        plan.addAll(sentences(backwards, Stopping.APPLICATIONS));
        backwards.removeIf(
                stage -> stage.name().equals(Stopping.ENTRANCES) || stage.name().equals(Stopping.APPLICATIONS));
        backwards.forEach(stage -> plan.add(stage.name() + ": " + stage.onStop()));
        return List.copyOf(plan);
    }

    private static List<String> sentences(List<Stage> stages, String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .map(stage -> stage.name() + ": " + stage.onStop())
                .toList();
    }
}
