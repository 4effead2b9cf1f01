/// A connection of its own for commands that block. One task at a time waits on it.
///
/// It is not made again when it is lost: open another with ``RedisClient/blockingConnection()``.
///
/// A blocking read whose task is cancelled, or whose deadline passes, may have taken entries that nobody sees: end reads with ``unblock()``, and
/// give them a deadline beyond their `BLOCK`. Close it when it is no longer needed.
public final class RedisBlockingConnection: Sendable {
    private let connection: PipelinedConnection
    private let shared: PipelinedConnection
    private let configuration: RedisConfiguration

    init(connection: PipelinedConnection, shared: PipelinedConnection, configuration: RedisConfiguration) {
        self.connection = connection
        self.shared = shared
        self.configuration = configuration
        clientID = connection.health.clientID
    }

    /// The server's id of this connection, as `CLIENT UNBLOCK` and `CLIENT KILL ID` take it; `nil` where the server does not tell.
    public let clientID: Int64?

    /// Whether it can still be used.
    public var isOpen: Bool { connection.health.connection == .connected }

    /// Sends one command and waits for its reply.
    ///
    /// - Precondition: `command.count == 1`.
    /// - Parameters:
    ///   - command: The command; one that blocks may take its time.
    ///   - deadline: How long to wait at most; then the connection is closed, since its order is no longer known.
    /// - Returns: The reply, which may be an error reply.
    /// - Throws: ``RedisError`` where there is no reply.
    public func send(_ command: RedisCommands, deadline: Duration) async throws(RedisError) -> RedisReply {
        precondition(command.count == 1, "not exactly one command")
        switch await connection.send(command, timeout: deadline) {
        case .reply(let reply): return reply
        case .replies(let replies): return replies[0]
        case .failure(let error): throw error
        }
    }

    /// Ends the command that blocks now, if one does, as if its time were up: its reply is null.
    ///
    /// - Returns: Whether one was blocked.
    /// - Throws: ``RedisError`` if the server could not be asked, or refuses.
    @discardableResult
    public func unblock() async throws(RedisError) -> Bool {
        guard let clientID else { return false }
        var command = RedisCommands()
        command.append("CLIENT", "UNBLOCK", String(clientID))
        switch await shared.send(command, timeout: configuration.commandTimeout) {
        case .reply(let reply): return try reply.get().integer == 1
        case .replies: return false
        case .failure(let error): throw error
        }
    }

    /// ``unblock()`` for those who cannot wait; where the server cannot be asked, the connection is closed instead.
    public func interrupt() {
        Task {
            do throws(RedisError) { try await unblock() } catch { await close() }
        }
    }

    /// Closes the connection; a command that waits fails with ``RedisError/Code/closed``.
    public func close() async { await connection.close() }

    deinit { connection.closeSoon() }
}
