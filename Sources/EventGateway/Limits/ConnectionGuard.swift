import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes connections whose clients are too slow, and those whose request was refused before it was read to its end.
///
/// It stands behind the HTTP codec and sees whole parts of requests and answers.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// A body that came too slowly.
    struct SlowBody: Error {}

    private let limits: GatewayLimits
    private var watch: ConnectionWatch?
    private var timer: Scheduled<Void>?
    private var timerDeadline: NIODeadline?

    init(_ limits: GatewayLimits) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        watch = nil
        context.fireChannelInactive()
    }

    func read(context: ChannelHandlerContext) {
        watch?.setWaitingForClient(true)
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        watch?.setWaitingForClient(false)
        context.fireChannelReadComplete()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if watch?.discardsInput == true { return }
        let now = NIODeadline.now()
        switch unwrapInboundIn(data) {
        case .head(let head):
            watch?.receivedHead(now: now)
            context.fireChannelRead(data)
            continueIfExpected(head, context)
        case .body(let bytes):
            watch?.receivedBody(bytes.readableBytes)
            context.fireChannelRead(data)
        case .end:
            watch?.receivedEnd(now: now)
            context.fireChannelRead(data)
        }
        arm(context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where watch?.answersEarly == true && head.status.kind != .informational:
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .head, .body:
            context.write(data, promise: promise)
        case .end:
            context.write(data, promise: promise)
            watch?.answered(now: .now())
            arm(context)
        }
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard watch == nil else { return }
        watch = ConnectionWatch(limits, now: .now())
        arm(context)
    }

    /// A client that asks whether to send its body may, unless it is larger than any body may be.
    private func continueIfExpected(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
        guard head.headerFields[.expect]?.lowercased() == "100-continue", watch?.isAlone == true else { return }
        if let length = head.headerFields[.contentLength].flatMap({ Int($0) }), length > limits.batchBytes { return }
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    /// One timer at a time, which finds out when it fires whether the deadline has moved.
    private func arm(_ context: ChannelHandlerContext) {
        guard let deadline = watch?.deadline else { return }
        if timer != nil, let timerDeadline, timerDeadline <= deadline { return }
        timer?.cancel()
        timerDeadline = deadline
        let box = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: deadline) {
            let (handler, context) = box.value
            handler.timerFired(context)
        }
    }

    private func timerFired(_ context: ChannelHandlerContext) {
        timer = nil
        switch watch?.expired(now: .now()) {
        case .wait: arm(context)
        case .giveUpBody:
            context.fireErrorCaught(SlowBody())
            arm(context)
        case .close: context.close(promise: nil)
        case nil: break
        }
    }
}
