package org.renkei.services;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.function.Supplier;

/** Connects to where the server is now: one that starts again in a test has another port. */
record MovingFactory(Supplier<ConnectionFactory> present) implements ConnectionFactory {
    @Override
    public Connection createConnection() throws JMSException {
        return present.get().createConnection();
    }

    @Override
    public Connection createConnection(String user, String password) throws JMSException {
        return present.get().createConnection(user, password);
    }

    @Override
    public JMSContext createContext() {
        return present.get().createContext();
    }

    @Override
    public JMSContext createContext(String user, String password) {
        return present.get().createContext(user, password);
    }

    @Override
    public JMSContext createContext(String user, String password, int mode) {
        return present.get().createContext(user, password, mode);
    }

    @Override
    public JMSContext createContext(int mode) {
        return present.get().createContext(mode);
    }
}
