package org.renkei.broker.table;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** The connection of a transaction, as its application may use it: everything but to end the transaction. */
final class BorrowedConnection implements InvocationHandler {

    private final Connection connection;
    private final Handling handling;
    private boolean closed;

    private BorrowedConnection(Connection connection, Handling handling) {
        this.connection = connection;
        this.handling = handling;
    }

    static Connection of(Connection connection, Handling handling) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new BorrowedConnection(connection, handling));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "close":
                closed = true;
                return null;
            case "isClosed":
                return closed || handling.isOver();
            case "commit", "abort":
                throw endsNothing(method.getName());
            case "rollback":
                if (arguments == null) {
                    throw endsNothing("rollback");
                }
                break;
            case "setAutoCommit":
                if (Boolean.TRUE.equals(arguments[0])) {
                    throw endsNothing("setAutoCommit(true)");
                }
                return null;
            case "toString":
                return "the connection of a transaction of channel " + handling.channel();
            case "equals":
                return proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            default:
                break;
        }
        requireOpen();
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void requireOpen() throws SQLException {
        if (closed || handling.isOver()) {
            throw new SQLException(
                    "this connection was closed, or the message of channel " + handling.channel()
                            + " for which it was lent is done",
                    "08003");
        }
    }

    private SQLException endsNothing(String call) {
        return new SQLException(
                call + " is not for applications: this connection's transaction is that of channel "
                        + handling.channel()
                        + ", which ends it; throw an exception to undo what you did (for Camel's jdbc: set"
                        + " resetAutoCommit=false)",
                "25000");
    }
}
