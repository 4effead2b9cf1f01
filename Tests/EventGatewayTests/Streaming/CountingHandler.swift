import NIOCore
import Synchronization

/// Whether a connection was closed, and how much came before.
final class ClosedFlag: Sendable {
    private let state = Mutex((isClosed: false, bytes: 0))

    var isClosed: Bool { state.withLock { $0.isClosed } }
    var bytes: Int { state.withLock { $0.bytes } }

    func close() { state.withLock { $0.isClosed = true } }
    func add(_ bytes: Int) { state.withLock { $0.bytes += bytes } }
}

/// Counts what comes on a connection.
final class CountingHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let flag: ClosedFlag

    init(_ flag: ClosedFlag) { self.flag = flag }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { flag.add(unwrapInboundIn(data).readableBytes) }

    func channelInactive(context: ChannelHandlerContext) { flag.close() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
