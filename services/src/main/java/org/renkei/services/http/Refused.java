package org.renkei.services.http;

/** A request that is answered with a problem and nothing else. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refused(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    static Refused badRequest(String detail) {
        return new Refused(Problem.of(400, "Bad request", detail));
    }

    static Refused notFound(String detail) {
        return new Refused(Problem.of(404, "Not found", detail));
    }

    Problem problem() {
        return problem;
    }
}
