import AsyncHTTPClient
import EventBus
import Foundation
import NIOCore
import NIOHTTP1

/// A client of Server-Sent Events, as a browser's is: it reads events, and remembers the last id.
struct EventSource {
    /// One event.
    struct Event: Sendable, Hashable {
        var id: String?
        var name = "message"
        var data = ""

        /// A member of the JSON object that the data are.
        subscript(name: String) -> JSONValue? {
            guard case .object(let object)? = try? JSONValue(parsing: Array(data.utf8)) else { return nil }
            return object[name]
        }

        /// A number in the payload of the event.
        func number(_ name: String = "number") -> Int? {
            guard case .object(let payload)? = self["data"], case .number(let number)? = payload[name] else {
                return nil
            }
            return Int(number.text)
        }
    }

    let status: Int
    let headers: HTTPHeaders
    private var body: HTTPClientResponse.Body.AsyncIterator
    private var lines = LineSplitter()
    private var event = Event()
    private var hasData = false
    /// What is sent when it connects again.
    private(set) var lastID: String?
    /// How many comments and ids came without an event.
    private(set) var silences = 0
    private(set) var retry: Int?

    /// Connects.
    init(_ url: String, after id: String? = nil, headers: HTTPHeaders = [:], by client: HTTPClient = .shared)
        async throws
    {
        var request = HTTPClientRequest(url: url)
        request.headers = headers
        request.headers.add(name: "accept", value: "text/event-stream")
        if let id { request.headers.add(name: "last-event-id", value: id) }
        let response = try await client.execute(request, deadline: .now() + .seconds(20))
        status = Int(response.status.code)
        self.headers = response.headers
        body = response.body.makeAsyncIterator()
        lastID = id
    }

    /// The next event; `nil` where the server has ended the stream.
    mutating func next() async throws -> Event? {
        while true {
            while let line = lines.next() {
                if let event = take(line) { return event }
            }
            guard let bytes = try await body.next() else { return nil }
            lines.append(bytes)
        }
    }

    /// The next so many events.
    mutating func next(_ count: Int) async throws -> [Event] {
        var events: [Event] = []
        while events.count < count, let event = try await next() { events.append(event) }
        return events
    }

    /// Reads until an id came.
    mutating func firstID() async throws -> String? {
        while lastID == nil || !lines.isAtBlockEnd {
            while let line = lines.next() { _ = take(line) }
            if lastID != nil, lines.isAtBlockEnd { break }
            guard let bytes = try await body.next() else { return nil }
            lines.append(bytes)
        }
        return lastID
    }

    private mutating func take(_ line: String) -> Event? {
        if line.isEmpty {
            defer { (event, hasData) = (Event(), false) }
            if let id = event.id { lastID = id }
            if !hasData { silences += 1 }
            return hasData ? event : nil
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        switch parts[0] {
        case "id": event.id = value
        case "event": event.name = value
        case "data":
            event.data = value
            hasData = true
        case "retry": retry = Int(value)
        default: break
        }
        return nil
    }
}

/// Cuts bytes into lines.
struct LineSplitter: Sendable {
    private var buffer = ByteBuffer()
    private(set) var isAtBlockEnd = true

    mutating func append(_ bytes: ByteBuffer) { buffer.writeImmutableBuffer(bytes) }

    mutating func next() -> String? {
        guard let length = buffer.readableBytesView.firstIndex(of: 10).map({ $0 - buffer.readerIndex }),
            let line = buffer.readString(length: length)
        else { return nil }
        buffer.moveReaderIndex(forwardBy: 1)
        isAtBlockEnd = line.isEmpty
        return line
    }
}

/// A client whose connections are its own: they are cut when the body ends.
func withClient<Result>(_ body: (HTTPClient) async throws -> Result) async throws -> Result {
    let client = HTTPClient(eventLoopGroupProvider: .singleton)
    do {
        let result = try await body(client)
        try await client.shutdown()
        return result
    } catch {
        try await client.shutdown()
        throw error
    }
}
