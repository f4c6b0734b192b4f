package com.example.greetings;

import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** Greets whom the job names. */
public final class Greet implements Application {

    @Override
    public Outcome process(Job job) {
        Person person = job.json(Person.class);
        if (person.name() == null) {
            return Outcome.failed("there is nobody to greet");
        }
        return Outcome.done("Hello, " + person.name() + "!");
    }

    record Person(String name) {}
}
