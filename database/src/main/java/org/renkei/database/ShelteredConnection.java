package org.renkei.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * A connection, and the statements it makes, whose calls run within {@link Shelter} and under {@link StoreLock}; not those of their
 * results, which only read.
 */
final class ShelteredConnection implements InvocationHandler {
    private static final Set<String> WRITE_THE_STORE = Set.of("commit", "rollback", "close", "setAutoCommit", "abort");
    private static final String EXECUTE = "execute";
    private static final String CHECKPOINT = "checkpoint";

    private final Object target;
    private final Connection connection;
    private final StoreLock lock;

    private ShelteredConnection(Object target, Connection connection, StoreLock lock) {
        this.target = target;
        this.connection = connection;
        this.lock = lock;
    }

    static Connection of(Connection connection, StoreLock lock) {
        return wrap(Connection.class, connection, connection, lock);
    }

    private static <T> T wrap(Class<T> type, T target, Connection connection, StoreLock lock) {
        return type.cast(Proxy.newProxyInstance(
                ShelteredConnection.class.getClassLoader(),
                new Class<?>[] {type},
                new ShelteredConnection(target, connection, lock)));
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
                    : wrapped(Shelter.run(() -> locked(name, arguments, () -> method.invoke(target, arguments))), name);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean onlyAsks(String name) {
        return name.startsWith("get") || name.startsWith("is") || name.equals("hashCode") || name.equals("toString");
    }

    private Object locked(String name, Object[] arguments, Callable<Object> call) throws Exception {
        if (writesTheStore(name, arguments)) {
            return lock.alone(call);
        }
        boolean changes = name.startsWith(EXECUTE) || name.equals("rollback");
        return changes ? lock.shared(call) : call.call();
    }

    private boolean writesTheStore(String name, Object[] arguments) throws SQLException {
        Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
        if (name.startsWith(EXECUTE)) {
            return connection.getAutoCommit() || first instanceof String sql && sql.startsWith(CHECKPOINT);
        }
        return target == connection && WRITE_THE_STORE.contains(name) && !(first instanceof Savepoint);
    }

    private Object wrapped(Object result, String name) {
        if (name.equals("unwrap")) {
            return result;
        }
        if (result instanceof CallableStatement statement) {
            return wrap(CallableStatement.class, statement, connection, lock);
        }
        if (result instanceof PreparedStatement statement) {
            return wrap(PreparedStatement.class, statement, connection, lock);
        }
        return result instanceof Statement statement ? wrap(Statement.class, statement, connection, lock) : result;
    }
}
