import EventBus

/// Bytes of a message as JSON; as text where they are none.
enum MessageText {
    static func json(_ bytes: [UInt8]) -> JSONValue {
        (try? JSONValue(parsing: bytes, limits: .published))
            ?? .string(String(decoding: bytes, as: UTF8.self))
    }
}
