import NIOCore

/// Tells when a client has closed its side of the connection, or the connection is gone.
final class ClientDeparture: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let onDeparture: @Sendable () -> Void

    init(_ onDeparture: @escaping @Sendable () -> Void) { self.onDeparture = onDeparture }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { onDeparture() }
        context.fireUserInboundEventTriggered(event)
    }

    func handlerRemoved(context: ChannelHandlerContext) { onDeparture() }
}
