/// A client's place in a feed, which it has for as long as this lives.
final class StreamSeat: Sendable {
    let feed: EventFeed
    private let leave: @Sendable () -> Void

    init(_ feed: EventFeed, leave: @escaping @Sendable () -> Void) {
        self.feed = feed
        self.leave = leave
    }

    deinit { leave() }
}
