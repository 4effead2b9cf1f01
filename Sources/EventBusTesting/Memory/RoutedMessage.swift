public import EventBus

/// What a route put on a list or a channel, as a reader in any language finds it.
public struct RoutedMessage: Sendable, CustomStringConvertible {
    /// The message in the declared wire.
    public let bytes: [UInt8]
    /// The event that it was made of.
    public let record: EventRecord

    /// The message as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The message as text.
    public var description: String { text }
}
