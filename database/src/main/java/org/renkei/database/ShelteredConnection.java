package org.renkei.database;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * A connection, and the statements it makes, whose calls run within {@link Shelter} and under {@link StoreLock}; not those that bind
 * values, which a statement keeps for itself, and not those of their results, which only read.
 */
final class ShelteredConnection implements InvocationHandler {
    private static final Set<String> WRITE_THE_STORE = Set.of("commit", "rollback", "close", "setAutoCommit", "abort");
    private static final Set<String> BIND = Set.of(
            "setNull",
            "setString",
            "setBytes",
            "setBoolean",
            "setShort",
            "setInt",
            "setLong",
            "setDouble",
            "setBigDecimal",
            "setDate",
            "setTime",
            "setTimestamp",
            "setArray",
            "addBatch",
            "clearBatch",
            "clearParameters");
    private static final String EXECUTE = "execute";
    private static final String QUERY = "executeQuery";
    private static final String CHECKPOINT = "checkpoint";
    private static final Pattern LOCKS_ROWS = Pattern.compile("\\bfor\\s+update\\b", Pattern.CASE_INSENSITIVE);

    private final Object target;
    private final Connection connection;
    private final StoreLock lock;
    /** Of a prepared statement; null of all else. */
    private final String sql;

    private ShelteredConnection(Object target, Connection connection, StoreLock lock, String sql) {
        this.target = target;
        this.connection = connection;
        this.lock = lock;
        this.sql = sql;
    }

    static Connection of(Connection connection, StoreLock lock) {
        return new ShelteredConnection(connection, connection, lock, null).as(Connection.class);
    }

    private <T> T as(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(ShelteredConnection.class.getClassLoader(), new Class<?>[] {type}, this));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("equals")) {
            return proxy == arguments[0];
        }
        try {
            if (onlyAsks(name) || binds(name, arguments)) {
                return method.invoke(target, arguments);
            }
            Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
            Object result = Shelter.run(() -> locked(name, first, () -> method.invoke(target, arguments)));
            return name.equals("unwrap") ? result : wrapped(result, first);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean onlyAsks(String name) {
        return name.startsWith("get") || name.startsWith("is") || name.equals("hashCode") || name.equals("toString");
    }

    /** What a statement keeps until it is executed; a stream or a large object goes to the store at once. */
    private boolean binds(String name, Object[] arguments) {
        return target != connection && (BIND.contains(name) || name.equals("setObject") && !isStreamed(arguments[1]));
    }

    private static boolean isStreamed(Object value) {
        return value instanceof InputStream
                || value instanceof Reader
                || value instanceof Blob
                || value instanceof Clob
                || value instanceof SQLXML;
    }

    private Object locked(String name, Object first, Callable<Object> call) throws Exception {
        boolean executes = name.startsWith(EXECUTE) && !onlyReads(name, first);
        if (executes && (connection.getAutoCommit() || isCheckpoint(first)) || writesTheStore(name, first)) {
            return lock.alone(call);
        }
        return executes || name.equals("rollback") ? lock.shared(call) : call.call();
    }

    /** A long search must not keep commits waiting. */
    private boolean onlyReads(String name, Object first) {
        String query = first instanceof String text ? text : sql;
        return name.equals(QUERY) && query != null && !LOCKS_ROWS.matcher(query).find();
    }

    private static boolean isCheckpoint(Object first) {
        return first instanceof String text && text.startsWith(CHECKPOINT);
    }

    private boolean writesTheStore(String name, Object first) {
        return target == connection && WRITE_THE_STORE.contains(name) && !(first instanceof Savepoint);
    }

    private Object wrapped(Object result, Object first) {
        String itsSql = first instanceof String text ? text : null;
        if (result instanceof CallableStatement statement) {
            return new ShelteredConnection(statement, connection, lock, itsSql).as(CallableStatement.class);
        }
        if (result instanceof PreparedStatement statement) {
            return new ShelteredConnection(statement, connection, lock, itsSql).as(PreparedStatement.class);
        }
        return result instanceof Statement statement
                ? new ShelteredConnection(statement, connection, lock, null).as(Statement.class)
                : result;
    }
}
