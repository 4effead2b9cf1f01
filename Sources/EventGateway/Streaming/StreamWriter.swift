import Hummingbird
import NIOCore

/// What a client of the live stream is written by: bytes of its own, or the pages that all clients share.
struct StreamWriter {
    private var writer: any ResponseBodyWriter
    private let follower: NIOLoopBound<PageFollower>
    private let eventLoop: any EventLoop
    private let watch: DrainWatch

    init(
        writer: any ResponseBodyWriter, follower: NIOLoopBound<PageFollower>, eventLoop: any EventLoop,
        watch: DrainWatch
    ) {
        self.writer = writer
        self.follower = follower
        self.eventLoop = eventLoop
        self.watch = watch
    }

    /// Writes bytes of the client's own; waits while its connection is full.
    ///
    /// - Throws: Where the client has gone.
    mutating func write(_ bytes: ByteBuffer) async throws {
        try await writer.write(bytes)
        watch.hand(bytes.readableBytes)
    }

    /// Sends what a feed has from a place on, and what comes, until the client is too far behind for it or is to be served
    /// no longer.
    func follow(_ feed: EventFeed, from place: PagePlace) async throws -> PageFollower.Ending {
        try await eventLoop.flatSubmit { [eventLoop, follower] in
            follower.value.follow(feed, from: place) ?? eventLoop.makeSucceededFuture(.left)
        }.get()
    }
}
