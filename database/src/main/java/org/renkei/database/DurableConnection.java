package org.renkei.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection of a program's own to a database whose commit is not on disk yet when it returns: here it is. What runs in
 * auto-commit mode is on disk when the connection is closed.
 */
final class DurableConnection implements InvocationHandler {

    private final Connection connection;
    private final GroupSync.Write sync;

    private DurableConnection(Connection connection, GroupSync.Write sync) {
        this.connection = connection;
        this.sync = sync;
    }

    static Connection of(Connection connection, GroupSync.Write sync) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new DurableConnection(connection, sync));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        boolean closes = method.getName().equals("close") && !connection.isClosed();
        try {
            if (closes && connection.getAutoCommit()) {
                sync.to(connection);
            }
            Object result = method.invoke(connection, arguments);
            if (method.getName().equals("commit")) {
                sync.to(connection);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } catch (SQLException e) {
            if (closes) {
                connection.close();
            }
            throw e;
        }
    }
}
