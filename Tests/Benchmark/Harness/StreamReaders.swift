import NIOCore
import NIOPosix
import Synchronization

/// Many clients of a live stream on plain sockets, each of which counts what it gets, and when.
final class StreamReaders: Sendable {
    /// What all clients together have seen.
    struct Tally: Sendable {
        var events = 0
        /// Events that came twice, or after one that is missing.
        var faults = 0
        var latencies: [Double] = []
    }

    /// Where a client is.
    struct Place: Sendable {
        var next = 0
        var id: String?
    }

    private struct State {
        var tally = Tally()
        var places: [Place]
        var ready = 0
        var sent: [Double] = []
    }

    let count: Int
    private let port: Int
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let state: Mutex<State>
    private let channels = Mutex<[any Channel]>([])

    init(count: Int, port: Int) {
        self.count = count
        self.port = port
        state = Mutex(State(places: Array(repeating: Place(), count: count)))
    }

    /// Connects all clients, each behind what it has seen, and waits until the gateway has answered all.
    func connect() async throws {
        state.withLock { $0.ready = 0 }
        for number in 0..<count {
            let id = state.withLock { $0.places[number].id }
            let channel = try await ClientBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(StreamReader(number: number, self))
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
            let last = id.map { "last-event-id: \($0)\r\n" } ?? ""
            try await channel.writeAndFlush(
                ByteBuffer(string: "GET /events?stream=plain HTTP/1.1\r\nhost: localhost\r\n\(last)\r\n"))
            channels.withLock { $0.append(channel) }
        }
        while state.withLock({ $0.ready }) < count { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// Cuts all connections.
    func cut() async throws {
        let all = channels.withLock { channels in
            defer { channels = [] }
            return channels
        }
        for channel in all { try? await channel.close() }
    }

    /// Ends everything.
    func close() async throws {
        try await cut()
        try await group.shutdownGracefully()
    }

    /// What was seen.
    var tally: Tally { state.withLock { $0.tally } }

    /// An event is about to be sent.
    func willSend(at moment: Double) { state.withLock { $0.sent.append(moment) } }

    fileprivate func greet() { state.withLock { $0.ready += 1 } }

    fileprivate func take(_ number: Int, ids: String?, events: [Int]) {
        let now = ProcessorClock.monotonicSeconds
        state.withLock { state in
            if let ids { state.places[number].id = ids }
            for event in events {
                state.tally.events += 1
                if event != state.places[number].next { state.tally.faults += 1 }
                state.places[number].next = event + 1
                if state.sent.indices.contains(event) { state.tally.latencies.append(now - state.sent[event]) }
            }
        }
    }
}

/// One client: finds in what comes the ids, and the numbers of the events.
private final class StreamReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let number: Int
    private let readers: StreamReaders
    private var rest = ByteBuffer()
    private var hasGreeted = false
    private static let mark = Array("msg-model/".utf8)

    init(number: Int, _ readers: StreamReaders) {
        self.number = number
        self.readers = readers
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        rest.writeImmutableBuffer(unwrapInboundIn(data))
        var id: String?
        var events: [Int] = []
        // Lines are whole in a chunk: the gateway ends each write with an empty one.
        while let end = rest.readableBytesView.firstIndex(of: 10),
            let line = rest.readSlice(length: end - rest.readerIndex + 1)
        {
            let bytes = line.readableBytesView
            if bytes.starts(with: Self.idMark) {
                id = String(decoding: bytes.dropFirst(4).dropLast(), as: UTF8.self)
            } else if bytes.starts(with: Self.dataMark), let found = Self.number(in: bytes) {
                events.append(found)
            }
        }
        rest.discardReadBytes()
        if !hasGreeted, id != nil {
            hasGreeted = true
            readers.greet()
        }
        if id != nil || !events.isEmpty { readers.take(number, ids: id, events: events) }
    }

    private static let idMark = Array("id: ".utf8)
    private static let dataMark = Array("data: ".utf8)

    private static func number(in bytes: ByteBufferView) -> Int? {
        guard let range = bytes.firstRange(of: mark) else { return nil }
        return bytes[range.upperBound...].prefix(12).reduce(0) { $0 * 10 + Int($1) - 48 }
    }
}
