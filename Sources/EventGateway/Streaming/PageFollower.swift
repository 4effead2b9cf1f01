import Hummingbird
import NIOCore
import NIOHTTPTypes

/// Sends the pages of a feed to one client, on the event loop of its connection and with no task between: a page for a
/// thousand clients is a thousand writes and nothing else.
///
/// It keeps nothing for the client but its place. One whose connection is full is left alone until there is room again, and
/// gets what the feed still has.
final class PageFollower: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias OutboundOut = HTTPResponsePart

    /// Why a client follows no longer.
    enum Ending: Sendable {
        /// It is so far behind that the log is to be read from here.
        case behind(StreamCursor)
        /// The feed has ended.
        case ended
        /// It is to be served no longer, or has gone.
        case left
    }

    private struct Following {
        let feed: EventFeed
        let crowd: LoopFollowers
        var place: PagePlace
        let ending: EventLoopPromise<Ending>
    }

    /// How much is written before it is flushed.
    private static let burst = 128 << 10

    private let stop: ClientStop
    private let watch: DrainWatch
    private var context: ChannelHandlerContext?
    private var following: Following?
    private var isSending = false

    init(_ stop: ClientStop, _ watch: DrainWatch) {
        self.stop = stop
        self.watch = watch
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        leave()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        send()
        context.fireChannelWritabilityChanged()
    }

    /// Sends what a feed has from a place on, and what comes.
    ///
    /// - Returns: Why that has ended; `nil` where it does not begin, since the client is to be served no longer.
    func follow(_ feed: EventFeed, from place: PagePlace) -> EventLoopFuture<Ending>? {
        // Whoever stops a client has it leave afterwards.
        guard let context, stop.reason == nil else { return nil }
        let crowd = feed.followers(on: context.eventLoop)
        let ending = context.eventLoop.makePromise(of: Ending.self)
        following = Following(feed: feed, crowd: crowd, place: place, ending: ending)
        crowd.add(self)
        send()
        return ending.futureResult
    }

    /// Ends the following.
    func leave() { end(.left) }

    /// Sends what there is, as long as the connection takes it.
    func send() {
        // A flush tells at once that there is room again.
        guard !isSending else { return }
        isSending = true
        defer { isSending = false }
        while let following, let context, context.channel.isWritable {
            switch following.feed.pages(from: following.place.number, upTo: Self.burst) {
            case .pages(let pages): write(pages, context)
            case .upToDate: return
            case .behind: end(.behind(following.place.cursor))
            case .ended: end(.ended)
            }
        }
    }

    private func write(_ pages: ArraySlice<FeedPage>, _ context: ChannelHandlerContext) {
        guard var place = following?.place else { return }
        var bytes = 0
        for page in pages {
            place.take(page) { part in
                bytes += part.readableBytes
                context.write(wrapOutboundOut(.body(part)), promise: nil)
            }
        }
        following?.place = place
        guard bytes > 0 else { return }
        watch.hand(bytes)
        context.flush()
    }

    private func end(_ ending: Ending) {
        guard let following else { return }
        self.following = nil
        following.crowd.remove(self)
        following.ending.succeed(ending)
    }
}
