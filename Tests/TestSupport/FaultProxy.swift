import Foundation
import NIOCore
import NIOPosix

/// A relay between clients and one server that goes wrong when told to: it cuts connections at a given byte, holds bytes
/// back without closing (a half-open connection), delivers them after the client has given up, and delays.
///
/// It knows nothing of what it carries. Every act of it is done when the call returns; bytes that the operating system has
/// already are beyond it.
public final class FaultProxy: Sendable {
    /// Where somebody listens.
    public enum Address: Sendable, Hashable {
        /// The path of a Unix socket.
        case unixSocket(String)
        /// A port of 127.0.0.1; 0 for a free one.
        case loopback(Int)
    }

    /// The way of a byte.
    public enum Direction: Sendable, Hashable, CaseIterable {
        /// From a client to the server: requests.
        case toServer
        /// From the server to a client: replies.
        case toClient
    }

    /// Where clients connect to.
    public let address: Address

    private let eventLoop: any EventLoop
    private let listener: any Channel
    private let faults: ProxyFaults
    private let folder: URL?

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - server: Where the server is; it need not be there yet.
    ///   - address: Where clients connect to; by default a Unix socket in a temporary folder of its own.
    /// - Throws: What binding fails of.
    public init(to server: Address, listeningOn address: Address? = nil) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let faults = ProxyFaults()
        let bootstrap = ServerBootstrap(group: eventLoop)
            .childChannelInitializer { client in
                Self.join(client, to: server, faults: faults)
            }
        switch address {
        case .loopback(let port):
            folder = nil
            listener = try await bootstrap.serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: "127.0.0.1", port: port).get()
            self.address = .loopback(listener.localAddress?.port ?? port)
        case .unixSocket(let path):
            folder = nil
            listener = try await bootstrap.bind(unixDomainSocketPath: path).get()
            self.address = .unixSocket(path)
        case nil:
            let name = "evp-\(UInt32.random(in: .min ... .max))"
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(name, isDirectory: true)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let path = folder.appendingPathComponent("proxy.sock").path
            self.folder = folder
            listener = try await bootstrap.bind(unixDomainSocketPath: path).get()
            self.address = .unixSocket(path)
        }
        self.eventLoop = eventLoop
        self.faults = faults
    }

    /// A relay to a server of the tests, on a Unix socket.
    public convenience init(to server: TestRedisServer) async throws {
        try await self.init(to: .unixSocket(server.socketPath))
    }

    deinit {
        listener.close(promise: nil)
        if let folder { try? FileManager.default.removeItem(at: folder) }
    }

    /// `unix://…` or `redis://127.0.0.1:…`, the address for a client.
    public var url: String {
        switch address {
        case .unixSocket(let path): "unix://\(path)"
        case .loopback(let port): "redis://127.0.0.1:\(port)"
        }
    }

    /// How many connections were ever made.
    public var connectionCount: Int { faults.connectionCount }

    /// How many bytes have been passed on in a direction, over all connections.
    public func byteCount(_ direction: Direction) -> Int { faults.byteCount(direction) }

    /// How many bytes are held back in a direction.
    public func heldByteCount(_ direction: Direction) -> Int {
        faults.connections.reduce(0) { $0 + $1.heldByteCount(direction) }
    }

    /// Closes one connection, both ends of it, once so many further bytes have been passed on in a direction: the first
    /// connection that has bytes for that direction from now on. With 0, none of them gets through.
    public func cut(_ direction: Direction, afterBytes count: Int) async {
        await onLoop { $0.arm(direction, count) }
    }

    /// Forgets a ``cut(_:afterBytes:)`` that no connection has met yet.
    public func disarm() async { await onLoop { $0.disarm() } }

    /// Passes nothing on any more on the connections that there are, and keeps the server's end open even if the client
    /// closes its own; connections made later are not concerned.
    public func freeze(_ directions: Direction...) async {
        let directions = Set(directions.isEmpty ? Direction.allCases : directions)
        await onLoop { faults in for connection in faults.connections { connection.freeze(directions) } }
    }

    /// Passes on what has been held back, the closing of ends included, and everything that comes.
    public func thaw() async {
        await onLoop { faults in for connection in faults.connections { connection.thaw() } }
    }

    /// Passes everything on later than it came, on every connection; order is kept. Zero ends it.
    public func delay(_ duration: Duration) async {
        let delay = TimeAmount(duration)
        await onLoop { $0.delay(delay) }
    }

    /// Closes every connection, both ends, and forgets what was held back.
    public func cutAll() async {
        await onLoop { faults in for connection in faults.connections { connection.cut() } }
    }

    /// Closes connections as they come, and those that there are, until ``acceptConnections()``.
    public func refuseConnections() async {
        await onLoop { $0.setRefusing(true) }
        await cutAll()
    }

    /// Ends ``refuseConnections()``.
    public func acceptConnections() async { await onLoop { $0.setRefusing(false) } }

    /// Closes everything.
    public func stop() async {
        try? await listener.close()
        await cutAll()
    }

    private func onLoop(_ act: @escaping @Sendable (ProxyFaults) -> Void) async {
        let faults = faults
        try? await eventLoop.submit { act(faults) }.get()
    }

    private static func join(
        _ client: any Channel, to server: Address, faults: ProxyFaults
    ) -> EventLoopFuture<Void> {
        guard !faults.isRefusing else { return client.close() }
        let bootstrap = ClientBootstrap(group: client.eventLoop)
        let connecting: EventLoopFuture<any Channel> =
            switch server {
            case .unixSocket(let path): bootstrap.connect(unixDomainSocketPath: path)
            case .loopback(let port): bootstrap.connect(host: "127.0.0.1", port: port)
            }
        return connecting.flatMapThrowing { upstream in
            let connection = ProxiedConnection(client: client, server: upstream, faults: faults)
            faults.add(connection)
            try client.pipeline.syncOperations.addHandler(ProxyHandler(.toServer, connection))
            try upstream.pipeline.syncOperations.addHandler(ProxyHandler(.toClient, connection))
        }
    }
}
