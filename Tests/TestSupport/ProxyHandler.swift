import NIOCore

/// Tells a proxied connection what comes from one of its ends.
final class ProxyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let direction: FaultProxy.Direction
    private let connection: ProxiedConnection

    init(_ direction: FaultProxy.Direction, _ connection: ProxiedConnection) {
        self.direction = direction
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.received(unwrapInboundIn(data), direction)
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.ended(direction)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
