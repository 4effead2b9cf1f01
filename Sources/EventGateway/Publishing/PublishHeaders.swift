import EventBus
import HTTPTypes

/// What a request's headers say about the events that it brings.
struct PublishHeaders: Sendable {
    /// Correlation, causation, trace.
    let context: PublishContext
    /// `Idempotency-Key`, or the deployed services' own name for it.
    let idempotencyKey: String?

    /// The longest value that is taken into an envelope or a key, in bytes.
    static let longest = 512

    /// Reads the headers. A `traceparent` that is none is passed over, as W3C Trace Context asks.
    ///
    /// - Throws: ``Problem`` 400 for a value that is too long or empty.
    init(_ headers: HTTPFields) throws(Problem) {
        context = PublishContext(
            correlationID: try Self.value(.correlationID, headers), causationID: try Self.value(.causationID, headers),
            traceParent: headers[.traceParent].flatMap { TraceParent($0) }?.description)
        let hokusai = try Self.value(.hokusaiIdempotencyKey, headers)
        let standard = try Self.value(.idempotencyKey, headers)
        if let standard, let hokusai, standard != hokusai {
            throw Problem(.badRequest, "Idempotency-Key and X-Hokusai-Idempotency-Key differ; send one of them")
        }
        idempotencyKey = (standard ?? hokusai).map { Self.unquoted($0) }
    }

    private static func value(_ name: HTTPField.Name, _ headers: HTTPFields) throws(Problem) -> String? {
        guard let value = headers[name] else { return nil }
        guard !value.isEmpty, value.utf8.count <= longest else {
            throw Problem(.badRequest, "the header \(name.rawName) must have 1 to \(longest) bytes")
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
    static let hokusaiIdempotencyKey = Self.known("X-Hokusai-Idempotency-Key")
}
