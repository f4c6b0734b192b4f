package org.renkei.routes.engine;

class VolatileFailureTest extends FailureContract {

    @Override
    String kind() {
        return "kind: volatile";
    }
}
