public import EventBus
import RedisClient

/// One entry of a dead list, in whichever of the deployed shapes it was written.
public struct QueueDeadLetter: Sendable, Hashable {
    /// The entry as it stands on the dead list.
    public let bytes: [UInt8]
    /// Who wrote it so.
    public let shape: Shape
    /// The message that was given up on.
    public let original: WorkMessage
    /// Why; `nil` where the entry does not say.
    public let error: String?
    /// When; `nil` where the entry does not say.
    public let failedAt: Timestamp?
    /// The list that the message was taken from; `nil` where the entry does not say.
    public let queue: String?

    /// What tells it from the others of its list: its SHA-1 in hexadecimal, as `redis.sha1hex` writes it. Entries that are the
    /// same byte for byte have the same.
    public var id: String { SHA1.hexadecimalDigest(of: bytes) }

    /// The shapes that are deployed.
    public enum Shape: Sendable, Hashable {
        /// `{"original_message": string, "error", "failed_at", "original_queue"}`: the Python library, and this bus.
        case python
        /// `{"originalMessage": object or string, "error", "timestamp", "queue"}`: the TypeScript workers.
        case typeScript
        /// The message itself: the Python example's consumer, and anything that cannot be read.
        case bare
    }

    private static let names = FieldNames(
        "original_message original_message_base64 error failed_at original_queue originalMessage timestamp queue")

    /// Reads an entry.
    public init(_ bytes: [UInt8]) {
        let read = try? JSONReader.read(bytes, limits: .published) { (json) throws(InvalidPayload) in
            try QueueDeadLetter(bytes, &json)
        }
        self = read ?? QueueDeadLetter(bytes, .bare, original: bytes)
    }

    private init(
        _ bytes: [UInt8], _ shape: Shape, original: [UInt8], error: String? = nil, failedAt: String? = nil,
        queue: String? = nil
    ) {
        self.bytes = bytes
        self.shape = shape
        self.original = WorkMessage(original)
        self.error = error
        self.failedAt = failedAt.flatMap { Timestamp($0) }
        self.queue = queue
    }

    private init(_ bytes: [UInt8], _ json: inout JSONReader) throws(InvalidPayload) {
        try json.open(Self.names)
        let error = json.has(2) ? json.stringIfAny() : nil
        if json.has(0), let text = json.stringIfAny() {
            self.init(
                bytes, .python, original: json.has(1) ? try json.base64() : Array(text.utf8), error: error,
                failedAt: json.has(3) ? json.stringIfAny() : nil, queue: json.has(4) ? json.stringIfAny() : nil)
        } else if json.has(5) {
            let original =
                json.isObject ? Array(bytes[json.currentRange]) : json.stringIfAny().map { Array($0.utf8) } ?? bytes
            self.init(
                bytes, .typeScript, original: original, error: error,
                failedAt: json.has(6) ? json.stringIfAny() : nil, queue: json.has(7) ? json.stringIfAny() : nil)
        } else {
            self.init(bytes, .bare, original: bytes)
        }
        _ = json.close()
    }
}
