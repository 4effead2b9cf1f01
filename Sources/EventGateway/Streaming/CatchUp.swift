import EventBus
import RedisEventBus

/// Reads the logs on behalf of one client, from where it stands to their end: page by page, and no further than it is asked.
struct CatchUp: Sendable {
    /// What was read.
    struct Item: Sendable {
        let encoded: FrameEncoder.Encoded
        /// Where the client stands after it.
        let cursor: StreamCursor
    }

    private static let pageSize = 128
    /// How many bytes a page has before it ends; one event more may be in it.
    private static let pageBytes = 256 << 10

    private let streams: [StreamDeclaration]
    private let encoder: FrameEncoder
    private var readers: [MarkedEventSubscription.AsyncIterator]
    /// Where the client stands; `nil` before the first page.
    private(set) var cursor: StreamCursor?

    init(_ streams: [StreamDeclaration], on bus: RedisEventBus, from start: StreamStart, encoder: FrameEncoder) {
        self.streams = streams
        self.encoder = encoder
        readers = streams.map { stream in
            // A cursor is what the client says.
            bus.subscribe(to: stream, from: start.start(in: stream.name)).untrusted.marked.makeAsyncIterator()
        }
    }

    /// The next page; empty where everything that there is has been read.
    ///
    /// - Throws: `RedisError` where only a person can help; `CancellationError`.
    mutating func page() async throws -> [Item] {
        var places: [Cursor] = []
        for index in readers.indices {
            guard let place = try await readers[index].begin() else { throw CancellationError() }
            places.append(place)
        }
        var joint = StreamCursor(streams: streams.map(\.name), places: places)
        var items: [Item] = []
        var bytes = 0
        for index in readers.indices {
            while items.count < Self.pageSize, bytes < Self.pageBytes,
                let item = try await readers[index].nextAtHand()
            {
                let encoded: FrameEncoder.Encoded
                switch item {
                case .event(let event):
                    encoded = encoder.encode(event, stream: streams[index])
                    joint.places[index] = event.cursor
                case .gap(let gap):
                    encoded = encoder.encode(gap)
                    joint.places[index] = gap.cursor
                case .foreign(let entry):
                    encoded = encoder.encode(entry, stream: streams[index])
                    joint.places[index] = entry.cursor
                }
                bytes += encoded.body.count
                items.append(Item(encoded: encoded, cursor: joint))
            }
            // A reader may have moved over entries that are there no longer.
            if let place = readers[index].cursor { joint.places[index] = place }
        }
        cursor = joint
        return items
    }
}
