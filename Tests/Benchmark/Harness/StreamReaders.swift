import Foundation
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
        var id: [UInt8]?
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
            let last = id.map { "last-event-id: \(String(decoding: $0, as: UTF8.self))\r\n" } ?? ""
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

    fileprivate func take(_ number: Int, id: [UInt8]?, events: [Int]) {
        let now = ProcessorClock.monotonicSeconds
        state.withLock { state in
            if let id { state.places[number].id = id }
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
///
/// It looks at the bytes where they are: what the clients take from the cores that they share with the gateway counts
/// against the gateway.
private final class StreamReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let number: Int
    private let readers: StreamReaders
    private var rest = ByteBuffer()
    private var hasGreeted = false
    private var id: [UInt8]?
    private var events: [Int] = []
    private static let idMark = Array("id: ".utf8)
    private static let dataMark = Array("data: ".utf8)
    private static let mark = Array("msg-model/".utf8)

    init(number: Int, _ readers: StreamReaders) {
        self.number = number
        self.readers = readers
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if rest.readableBytes == 0 { rest = bytes } else { rest.writeBuffer(&bytes) }
        let taken = rest.withUnsafeReadableBytes { take($0) }
        rest.moveReaderIndex(forwardBy: taken)
        if rest.readableBytes == 0 { rest = ByteBuffer() }
        guard id != nil || !events.isEmpty else { return }
        if !hasGreeted, id != nil {
            hasGreeted = true
            readers.greet()
        }
        readers.take(number, id: id, events: events)
        id = nil
        events.removeAll(keepingCapacity: true)
    }

    /// Looks at whole lines; they are whole in a chunk, since the gateway ends each write with an empty one.
    ///
    /// - Returns: How many bytes they have.
    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var start = 0
        while let end = memchr(base + start, 10, bytes.count - start) {
            let length = base.distance(to: UnsafeRawPointer(end)) - start
            take(line: UnsafeRawBufferPointer(start: base + start, count: length))
            start += length + 1
        }
        return start
    }

    private func take(line: UnsafeRawBufferPointer) {
        if line.starts(with: Self.idMark) {
            id = Array(line.dropFirst(Self.idMark.count))
        } else if line.starts(with: Self.dataMark), let digits = Self.end(of: Self.mark, in: line) {
            events.append(line[digits...].prefix(12).reduce(0) { $0 * 10 + Int($1) - 48 })
        }
    }

    /// Where the first occurrence of some bytes ends.
    private static func end(of mark: [UInt8], in line: UnsafeRawBufferPointer) -> Int? {
        guard let base = line.baseAddress else { return nil }
        var start = 0
        while start + mark.count <= line.count,
            let found = memchr(base + start, Int32(mark[0]), line.count - mark.count - start + 1)
        {
            start = base.distance(to: UnsafeRawPointer(found))
            if memcmp(found, mark, mark.count) == 0 { return start + mark.count }
            start += 1
        }
        return nil
    }
}
