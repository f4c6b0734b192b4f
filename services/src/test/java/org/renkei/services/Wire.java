package org.renkei.services;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire to a server that can be cut, and made to lose what the server answers. */
final class Wire implements Closeable {
    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final int target;
    private volatile boolean losesAnswers;

    Wire(int target) throws IOException {
        this.target = target;
        start("test-wire", this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** From now on the server hears, and is not heard. */
    void loseAnswers() {
        losesAnswers = true;
    }

    /** Ends all connections. New ones are whole. */
    void cut() {
        losesAnswers = false;
        ends.forEach(Wire::closeQuietly);
        ends.clear();
    }

    /** Ends all connections, and takes no new ones. */
    void cutForGood() throws IOException {
        entrance.close();
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                connect(entrance.accept());
            } catch (IOException e) {
                continue;
            }
        }
    }

    private void connect(Socket program) throws IOException {
        ends.add(program);
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException away) {
            program.close();
            return;
        }
        ends.add(server);
        start("test-wire-to-server", () -> carry(program, server, false));
        start("test-wire-to-program", () -> carry(server, program, true));
    }

    private void carry(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!answers || !losesAnswers) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException cut) {
            return;
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        cutForGood();
    }
}
