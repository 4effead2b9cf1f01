/// An enum of the catalogue to which values may be added: values that this version does not know are kept as they are.
///
/// Generated types are structs with one static member per declared value, so a new value breaks no `switch`.
public protocol OpenEnumeration: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible
where RawValue == String {
    /// The values that the catalogue declares, in its order.
    static var declared: [Self] { get }

    /// Takes any value, declared or not.
    init(rawValue: String)
}

extension OpenEnumeration {
    /// The value as it stands on the wire.
    public var description: String { rawValue }

    /// Whether the catalogue declares this value.
    public var isDeclared: Bool { Self.declared.contains(self) }
}
