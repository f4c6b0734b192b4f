package org.renkei.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;

/** A connection, and the statements it makes, whose calls run within {@link Shelter}; not those of their results, which only read. */
final class ShelteredConnection implements InvocationHandler {

    private final Object target;

    private ShelteredConnection(Object target) {
        this.target = target;
    }

    static Connection of(Connection connection) {
        return wrap(Connection.class, connection);
    }

    private static <T> T wrap(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                ShelteredConnection.class.getClassLoader(), new Class<?>[] {type}, new ShelteredConnection(target)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("equals")) {
            return proxy == arguments[0];
        }
        try {
            return onlyAsks(name)
                    ? method.invoke(target, arguments)
                    : wrapped(Shelter.run(() -> method.invoke(target, arguments)), name);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean onlyAsks(String name) {
        return name.startsWith("get") || name.startsWith("is") || name.equals("hashCode") || name.equals("toString");
    }

    private static Object wrapped(Object result, String name) {
        if (name.equals("unwrap")) {
            return result;
        }
        if (result instanceof CallableStatement statement) {
            return wrap(CallableStatement.class, statement);
        }
        if (result instanceof PreparedStatement statement) {
            return wrap(PreparedStatement.class, statement);
        }
        return result instanceof Statement statement ? wrap(Statement.class, statement) : result;
    }
}
