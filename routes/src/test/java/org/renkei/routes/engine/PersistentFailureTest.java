package org.renkei.routes.engine;

class PersistentFailureTest extends FailureContract {

    @Override
    String kind() {
        return "kind: persistent";
    }
}
