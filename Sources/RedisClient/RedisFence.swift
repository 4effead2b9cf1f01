/// What is known of the bytes that a lost connection may still have on their way to the server.
public enum RedisFence: Sendable, Hashable {
    /// They can have no effect any more: the server has closed the connection, or the run of it that had the connection is over.
    case closed
    /// The connection is not lost: what is sent from now on is carried out behind what was sent before.
    case inUse
    /// They may still be carried out: this user may not close connections (`CLIENT KILL`); the server's words.
    case denied(RedisServerError)
    /// They may still be carried out: the server does not tell which connection or which run this is.
    case untold
}

extension RedisFence {
    /// What is to be done about a lost connection.
    enum Step: Hashable {
        /// Nothing: this is known.
        case known(RedisFence)
        /// It is to be closed, over this one.
        case kill(over: RedisConnectionIdentity)
        /// Nothing can be known now: the present one has broken since it was made.
        case disconnected
    }

    static func step(for lost: RedisConnectionIdentity, _ health: RedisHealth) -> Step {
        guard health.connection == .connected else { return .disconnected }
        guard let present = health.identity else { return .known(.untold) }
        if present == lost { return .known(.inUse) }
        return present.runID == lost.runID ? .kill(over: present) : .known(.closed)
    }
}

extension RedisClient {
    /// Sees to it that nothing sent on a lost connection can be carried out any more, by `CLIENT KILL ID` where the
    /// server still runs; after that, what is found on the server stays as it is.
    ///
    /// Connects if need be. The kill goes out on the very connection whose run was compared, or not at all.
    ///
    /// - Parameter connection: The lost connection, as ``RedisError/connection`` names it.
    /// - Throws: ``RedisError`` where the server could not be asked; nothing is known then.
    public func fence(_ connection: RedisConnectionIdentity) async throws(RedisError) -> RedisFence {
        try await connect()
        let current: RedisConnectionIdentity
        switch RedisFence.step(for: connection, health) {
        case .known(let fence): return fence
        case .kill(let present): current = present
        case .disconnected:
            throw RedisError(
                .connectionLost, "the connection broke before a lost one could be closed over it", delivery: .notSent)
        }
        var command = RedisCommands()
        command.append("CLIENT", "KILL", "ID", String(connection.clientID))
        let reply = try await send(command, on: current)[0]
        // 1 is killed, 0 gone before.
        return reply.error.map { .denied($0) } ?? .closed
    }
}
