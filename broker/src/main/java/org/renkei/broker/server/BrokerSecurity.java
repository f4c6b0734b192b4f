package org.renkei.broker.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.renkei.broker.access.User;
import org.renkei.broker.access.Users;

/** Lets {@link Users} in with their passwords, and Renkei itself over in-VM connections. Thread-safe. */
final class BrokerSecurity implements ActiveMQSecurityManager5 {

    private final Users users;
    private final InternalUser internal;
    private volatile AccessRules rules;

    BrokerSecurity(Users users, InternalUser internal) {
        this.users = users;
        this.internal = internal;
    }

    /** Until it is told them, nobody but Renkei itself may do anything. */
    void use(AccessRules newRules) {
        this.rules = newRules;
    }

    @Override
    public Subject authenticate(String user, String password, RemotingConnection connection, String securityDomain) {
        boolean known = internal.name().equals(user)
                ? isInternal(password, connection)
                : users.authenticate(user, password).isPresent();
        return known ? subject(user) : null;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType checkType, String address) {
        String name = getUserFromSubject(subject);
        if (internal.name().equals(name)) {
            return true;
        }
        User user = name == null ? null : users.find(name).orElse(null);
        AccessRules known = rules;
        return user != null
                && known != null
                && known.allows(user, checkType, CompositeAddress.extractAddressName(address));
    }

    @Override
    public boolean validateUser(String user, String password) {
        return users.authenticate(user, password).isPresent();
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        return false;
    }

    private boolean isInternal(String password, RemotingConnection connection) {
        return password != null
                && connection != null
                && connection.getTransportConnection() instanceof InVMConnection
                && MessageDigest.isEqual(
                        password.getBytes(StandardCharsets.UTF_8),
                        internal.password().getBytes(StandardCharsets.UTF_8));
    }

    private static Subject subject(String user) {
        return new Subject(true, Set.of(new UserPrincipal(user)), Set.of(), Set.of());
    }
}
