/// A client's place in a feed, which it has for as long as this lives.
final class StreamSeat: Sendable {
    let feed: EventFeed
    private let place: StreamPlace
    private let leave: @Sendable () -> Void

    init(_ feed: EventFeed, at place: StreamPlace, leave: @escaping @Sendable () -> Void) {
        self.feed = feed
        self.place = place
        self.leave = leave
    }

    deinit { leave() }
}
