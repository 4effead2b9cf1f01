internal import NIOCore
internal import NIOSSL

/// The innermost part of a connection: bytes in, replies out, after a handshake. Lives on the event loop.
final class RedisChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let reader = HiredisReplyReader()
    private let configuration: RedisConfiguration
    private var delegate: (any RedisChannelDelegate)?
    private var handshake: Handshake?
    private var context: ChannelHandlerContext?
    private var writing: ByteBuffer?
    private var handshakeTimeout: Scheduled<Void>?

    init(configuration: RedisConfiguration, delegate: any RedisChannelDelegate) {
        self.configuration = configuration
        self.delegate = delegate
        handshake = Handshake(configuration)
    }

    /// Writes bytes; ``RedisChannelDelegate/connectionWrote(_:)`` follows once the operating system has them all.
    ///
    /// One write at a time, except for those whose memory nobody wants back.
    func write(_ buffer: ByteBuffer) {
        guard let context else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        writing = buffer
        // In two steps, so that nobody else holds the buffer when it is given back, and its memory can serve again.
        context.write(wrapOutboundOut(buffer), promise: written)
        written.futureResult.assumeIsolated().whenSuccess { [self] in
            if let buffer = writing.take() { delegate?.connectionWrote(buffer) }
        }
        context.flush()
    }

    /// Closes the socket without a report.
    func close() {
        delegate = nil
        handshakeTimeout?.cancel()
        context?.close(promise: nil)
    }

    /// Reports the failure and closes the socket.
    func fail(_ error: RedisError) {
        let delegate = delegate
        close()
        delegate?.connectionFailed(error)
    }

    /// Whether the socket is read from; while it is not, the server's output waits in the network.
    func setReading(_ isReading: Bool) {
        context?.channel.setOption(.autoRead, value: isReading).whenFailure { _ in }
    }

    // MARK: ChannelInboundHandler

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        handshakeTimeout = context.eventLoop.assumeIsolated().scheduleTask(
            in: TimeAmount(configuration.connectTimeout)
        ) { [self] in
            fail(
                RedisError(.notConnected, "\(configuration.address) does not answer the handshake", delivery: .notSent))
        }
        if let handshake { context.writeAndFlush(wrapOutboundOut(ByteBuffer(handshake.commands)), promise: nil) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        do throws(RedisError) {
            let batch = try buffer.readableBytesSpan.withUnsafeBytes { bytes throws(RedisError) in
                try reader.feed(bytes)
            }
            guard let batch else { return }
            if handshake == nil {
                delegate?.connectionReceived(batch)
            } else {
                greet(batch)
            }
        } catch {
            fail(handshake == nil ? error : error.with(.notSent))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(connectionLost(cause: nil))
        self.context = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if handshake != nil, configuration.tls != nil, error is NIOSSLError || error is NIOSSLExtraError {
            fail(RedisConnector.tlsError(error, configuration))
        } else {
            fail(connectionLost(cause: error))
        }
    }

    private func greet(_ batch: ReplyBatch) {
        for reply in batch {
            guard var handshake else {
                fail(RedisError(.protocolError, "a reply that nobody asked for", delivery: .notSent))
                return
            }
            let progress = handshake.receive(reply)
            self.handshake = handshake
            switch progress {
            case .pending: break
            case .failed(let error):
                fail(error)
                return
            case .ready(let clientID, let runID):
                self.handshake = nil
                handshakeTimeout?.cancel()
                delegate?.connectionReady(self, clientID: clientID, runID: runID)
            }
        }
    }

    private func connectionLost(cause: (any Error)?) -> RedisError {
        if handshake == nil {
            RedisError(
                .connectionLost, "the connection to \(configuration.address) broke", delivery: .outcomeUnknown,
                cause: cause)
        } else {
            RedisError(
                .notConnected, "\(configuration.address) closed the connection during the handshake",
                delivery: .notSent, cause: cause)
        }
    }
}
