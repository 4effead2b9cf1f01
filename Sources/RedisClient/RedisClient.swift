public import Logging
public import NIOCore
internal import NIOPosix
internal import Synchronization

/// A client of one Redis server: one shared connection for commands, made on first use and made again when it is lost,
/// and further connections for blocking reads and subscriptions.
///
/// All tasks share the connection: what they send within one turn of the event loop goes out in one write. The client never
/// sends a command a second time by itself; an error says by its ``RedisError/delivery`` whether the first may have worked.
/// Cancelling a task that waits ends its wait at once; neighbours do not notice.
public final class RedisClient: Sendable {
    /// Where the server is and how to talk to it.
    public let configuration: RedisConfiguration
    private let eventLoop: any EventLoop
    private let shared: PipelinedConnection
    private let ownGroup: MultiThreadedEventLoopGroup?
    private let executor: BusExecutor
    private let connections = Mutex(OwnedConnections())
    private let logger: Logger

    /// Makes a client; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - configuration: Where the server is and how to talk to it.
    ///   - logger: Told about connections that come and go.
    ///   - eventLoopGroup: Where the sockets live; by default one thread of the client's own, which ends with ``close()``.
    public init(configuration: RedisConfiguration, logger: Logger, eventLoopGroup: (any EventLoopGroup)? = nil) {
        self.configuration = configuration
        self.logger = logger
        if let eventLoopGroup {
            ownGroup = nil
            eventLoop = eventLoopGroup.next()
        } else {
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            ownGroup = group
            eventLoop = group.next()
        }
        executor = BusExecutor(eventLoop: eventLoop)
        shared = PipelinedConnection(
            configuration, persistence: .reconnecting(configuration.reconnectBackoff), executor: executor,
            logger: logger)
    }

    /// Makes a client that logs nothing; nothing is connected yet.
    ///
    /// - Parameter configuration: Where the server is and how to talk to it.
    public convenience init(configuration: RedisConfiguration) {
        self.init(configuration: configuration, logger: Logger(label: "redis") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Makes the shared connection now, to learn at once whether that works; commands do so by themselves.
    ///
    /// - Throws: What the attempt under way failed of: refused, wrong password, TLS, a server still loading.
    public func connect() async throws(RedisError) {
        if let error = await shared.connect() { throw error }
    }

    /// Sends commands in one go and waits, in one suspension, for all their replies.
    ///
    /// While the connection is being made (again), commands wait for it up to ``RedisConfiguration/commandTimeout``; while the circuit breaker
    /// is open they fail at once. A task that is cancelled stops waiting; what had been sent is carried out nevertheless.
    ///
    /// - Returns: One reply per command, in order; error replies among them.
    /// - Throws: ``RedisError`` where there are no replies; its delivery says whether the server may have carried the commands out.
    public func send(_ commands: RedisCommands) async throws(RedisError) -> [RedisReply] {
        guard commands.count > 0 else { return [] }
        switch await shared.send(commands, timeout: configuration.commandTimeout) {
        case .reply(let reply): return [reply]
        case .replies(let replies): return replies
        case .failure(let error): throw error
        }
    }

    /// Sends commands on one connection only: where it is no longer the shared one, nothing is sent.
    ///
    /// - Returns: One reply per command, in order; error replies among them.
    /// - Throws: ``RedisError`` where there are no replies.
    func send(
        _ commands: RedisCommands, on connection: RedisConnectionIdentity
    ) async throws(RedisError) -> [RedisReply] {
        switch await shared.send(commands, timeout: configuration.commandTimeout, on: connection) {
        case .reply(let reply): return [reply]
        case .replies(let replies): return replies
        case .failure(let error): throw error
        }
    }

    /// Sends one command that has been encoded before, without making an array of its reply.
    ///
    /// - Precondition: `command.count == 1`.
    /// - Returns: The reply, which may be an error reply.
    /// - Throws: ``RedisError`` where there is no reply.
    public func reply(to command: RedisCommands) async throws(RedisError) -> RedisReply {
        precondition(command.count == 1, "not exactly one command")
        switch await shared.send(command, timeout: configuration.commandTimeout) {
        case .reply(let reply): return reply
        case .replies(let replies): return replies[0]
        case .failure(let error): throw error
        }
    }

    /// Sends one command, as in `try await client.command("SET", "key", "value")`.
    ///
    /// - Throws: ``RedisError``, for an error reply too.
    @discardableResult
    public func command(_ name: String, _ arguments: String...) async throws(RedisError) -> RedisReply {
        var commands = RedisCommands()
        commands.append(name, arguments)
        return try await reply(to: commands).get()
    }

    /// Runs code on the connection's event loop, where a round trip costs no change of threads.
    ///
    /// The code and its child tasks hold up the connection while they compute: keep it to awaiting and light work.
    public func withBusExecutor<Result: Sendable, Failure: Error>(
        _ body: @Sendable () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await withTaskExecutorPreference(executor, operation: body)
    }

    /// Starts a task of its own that runs on the connection's event loop if the caller does, as a child task would.
    package func startTask<Result: Sendable>(
        _ body: @escaping @Sendable () async -> Result
    ) -> Task<Result, Never> {
        let isOnLoop = withUnsafeCurrentTask { $0?.unownedTaskExecutor } == executor.asUnownedTaskExecutor()
        return isOnLoop ? Task(executorPreference: executor, operation: body) : Task(operation: body)
    }

    /// Opens a connection of its own for commands that block, such as `XREADGROUP … BLOCK`.
    ///
    /// - Throws: What the attempt failed of.
    public func blockingConnection() async throws(RedisError) -> RedisBlockingConnection {
        var once = configuration
        once.circuitBreaker.failureThreshold = .max
        let connection = PipelinedConnection(once, persistence: .once, executor: executor, logger: logger)
        try adopt(connection)
        if let error = await connection.connect() { throw error }
        return RedisBlockingConnection(connection: connection, shared: shared, configuration: configuration)
    }

    /// Subscribes to channels on a connection of its own, and waits until the server has confirmed them.
    ///
    /// - Parameters:
    ///   - channels: The names of the channels.
    ///   - bufferLimit: How many messages may wait to be taken; while that many do, the socket is not read.
    /// - Throws: What the first attempt failed of.
    public func subscribe(
        to channels: [String], bufferLimit: Int = 1_024
    ) async throws(RedisError) -> RedisSubscription {
        let connection = SubscriptionConnection(
            configuration, channels: channels, bufferLimit: bufferLimit, eventLoop: eventLoop, logger: logger)
        try adopt(connection)
        if let error = await connection.begin() { throw error }
        return RedisSubscription(connection: connection)
    }

    /// How the shared connection is doing.
    public var health: RedisHealth { shared.health }

    /// Has a function called whenever the shared connection came or went, or its circuit breaker changed.
    ///
    /// - Parameter observer: Called on the event loop: it must not take long. It is never let go of.
    package func onConnectionChange(_ observer: @escaping @Sendable (RedisHealth) -> Void) {
        shared.onChange(observer)
    }

    /// Closes all connections for good; commands that wait fail with ``RedisError/Code/closed``, subscriptions end.
    /// A second call does nothing.
    public func close() async {
        guard let owned = connections.withLock({ $0.close() }) else { return }
        for connection in owned { await connection.close() }
        await shared.close()
        try? await ownGroup?.shutdownGracefully()
    }

    private func adopt(_ connection: any OwnedConnection) throws(RedisError) {
        guard connections.withLock({ $0.adopt(connection) }) else { throw ConnectionLifecycle.closedError }
    }

    deinit {
        ownGroup?.shutdownGracefully { _ in }
    }
}
