import NIOCore
import NIOPosix
import Synchronization

/// A TCP connection on which a test writes bytes as it likes, and sees what comes back and whether it was closed.
final class RawConnection: Sendable {
    private final class Collector: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let state: Mutex<(text: String, isClosed: Bool)> = Mutex(("", false))

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            state.withLock { $0.text += text }
        }

        func channelInactive(context: ChannelHandlerContext) { state.withLock { $0.isClosed = true } }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private let channel: any Channel
    private let collector: Collector

    /// Connects to a port of loopback.
    init(port: Int) async throws {
        let collector = Collector()
        self.collector = collector
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(collector) }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    deinit { channel.close(promise: nil) }

    /// What has come back so far.
    var received: String { collector.state.withLock(\.text) }

    /// Whether the other end has closed the connection.
    var isClosed: Bool { collector.state.withLock(\.isClosed) }

    /// Writes text; an error, such as that the connection is gone, is passed over.
    func write(_ text: String) async { try? await channel.writeAndFlush(ByteBuffer(string: text)) }

    /// Writes bytes.
    ///
    /// - Throws: Where the connection is gone.
    func write(_ bytes: ByteBuffer) async throws { try await channel.writeAndFlush(bytes) }

    /// Closes this end.
    func close() async { try? await channel.close() }

    /// Says that nothing more comes, and goes on reading.
    func finishWriting() async { try? await channel.close(mode: .output) }
}
