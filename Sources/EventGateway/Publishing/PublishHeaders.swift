import EventBus
import HTTPTypes

/// What a request's headers say about the events that it brings.
struct PublishHeaders: Sendable {
    /// Correlation, causation, trace, expected version, and who publishes.
    let context: PublishContext
    /// `Idempotency-Key`, or the deployed services' own name for it.
    let idempotencyKey: String?

    /// The longest value that is taken into an envelope or a key, in ASCII characters.
    static let longest = 512
    /// The highest version that can be expected: what programs that read JSON as floating point tell from its neighbours.
    static let highestVersion = 1 << 53 - 1

    /// Reads the headers. A `traceparent` that is none is passed over, as W3C Trace Context asks.
    ///
    /// - Parameter caller: Who sends them, which stands in the log for the audit.
    /// - Throws: ``Problem`` 400 for a value that is too long or empty, or not ASCII, or for an expected version that is no
    ///   number.
    init(_ headers: HTTPFields, of caller: Caller) throws(Problem) {
        context = PublishContext(
            correlationID: try Self.value(.correlationID, headers), causationID: try Self.value(.causationID, headers),
            traceParent: headers[.traceParent].flatMap { TraceParent($0) }?.description,
            publishedBy: caller.name, expectedVersion: try Self.version(headers))
        let hokusai = try Self.value(.hokusaiIdempotencyKey, headers)
        let standard = try Self.value(.idempotencyKey, headers)
        if let standard, let hokusai, standard != hokusai {
            throw Problem(.badRequest, "Idempotency-Key and X-Hokusai-Idempotency-Key differ; send one of them")
        }
        idempotencyKey = (standard ?? hokusai).map { Self.unquoted($0) }
    }

    private static func version(_ headers: HTTPFields) throws(Problem) -> UInt64? {
        guard let text = try value(.expectedVersion, headers) else { return nil }
        guard let version = UInt64(text), version <= UInt64(highestVersion) else {
            throw Problem(
                .badRequest,
                "the header Eventbus-Expected-Version must be the aggregate's version, a whole number from 0 to \(highestVersion); it is “\(text.prefix(64))”"
            )
        }
        return version
    }

    /// Refuses an expected version of a request that brings many events.
    ///
    /// - Throws: ``Problem`` 422.
    func refuseExpectedVersion() throws(Problem) {
        guard context.expectedVersion != nil else { return }
        throw Problem(
            .unprocessableContent,
            "Eventbus-Expected-Version is about one event: publish it alone, and leave the header out of a batch")
    }

    private static func value(_ name: HTTPField.Name, _ headers: HTTPFields) throws(Problem) -> String? {
        guard let value = headers[name] else { return nil }
        guard (1...longest).contains(value.utf8.count), value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw Problem(.badRequest, "the header \(name.rawName) must have 1 to \(longest) visible ASCII characters")
        }
        return value
    }

    /// The IETF's draft writes the key as a structured string, in quotes; most clients do not.
    private static func unquoted(_ key: String) -> String {
        key.count > 2 && key.hasPrefix("\"") && key.hasSuffix("\"") ? String(key.dropFirst().dropLast()) : key
    }
}

extension HTTPField.Name {
    static let correlationID = Self.known("X-Correlation-Id")
    static let causationID = Self.known("X-Causation-Id")
    static let traceParent = Self.known("traceparent")
    static let idempotencyKey = Self.known("Idempotency-Key")
    static let expectedVersion = Self.known("Eventbus-Expected-Version")
    static let hokusaiIdempotencyKey = Self.known("X-Hokusai-Idempotency-Key")
}
