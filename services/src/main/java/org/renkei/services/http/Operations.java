package org.renkei.services.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives each operation of the contract what carries it out; none may be left over. */
final class Operations {
    private static final String EVENTS = "text/event-stream";

    private final RoutesConfig routes;
    private final Live live;
    private final Map<String, Operation> left;

    Operations(Contract contract, RoutesConfig routes, Live live) {
        this.routes = routes;
        this.live = live;
        this.left = new LinkedHashMap<>(contract.operations());
    }

    /** What answers a request; the answer is written as JSON. */
    interface Answer {
        Object to(Context request) throws Exception;
    }

    /** An operation whose answer is one value, and which can be watched if the contract says that it is live. */
    void answer(String id, Answer answer) {
        Operation operation = take(id);
        add(operation, request -> {
            if (operation.live() && isWatched(request)) {
                live.watch(request, answer);
            } else {
                request.json(answer.to(request));
            }
        });
    }

    /** Whether who asks wants the answer again when it has changed. */
    static boolean isWatched(Context request) {
        return EVENTS.equals(request.header("Accept"));
    }

    /** An operation that writes its answer itself. */
    void handle(String id, Handler handler) {
        Operation operation = take(id);
        if (operation.live()) {
            throw new IllegalStateException(id + " is live in the contract: give it as an answer");
        }
        add(operation, handler);
    }

    /**
     * Nothing else is under the contract's roof; who is not signed in learns not even that.
     *
     * @throws IllegalStateException if the contract has an operation that nothing carries out
     */
    void complete() {
        if (!left.isEmpty()) {
            throw new IllegalStateException("operations of the contract that nothing carries out: " + left.keySet());
        }
        for (HandlerType method :
                List.of(HandlerType.GET, HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE)) {
            routes.addHttpHandler(method, "/api/<rest>", Operations::refuseUnknown, Access.ANY);
        }
    }

    private static void refuseUnknown(Context request) {
        throw Refused.notFound(
                "there is no operation " + request.method() + " " + request.path() + "; see GET /api/v1/openapi.json");
    }

    private Operation take(String id) {
        Operation operation = left.remove(id);
        if (operation == null) {
            throw new IllegalStateException("the contract has no operation " + id + ", or it is given twice");
        }
        return operation;
    }

    private void add(Operation operation, Handler handler) {
        routes.addHttpHandler(
                operation.method(),
                operation.path(),
                request -> {
                    operation.checkQuery(request);
                    operation.checkBody(request);
                    handler.handle(request);
                },
                operation.access());
    }
}
