/// How long a stream keeps its entries. Whatever it says, nothing goes that a required group has yet to acknowledge.
public struct RetentionDeclaration: Sendable, Hashable {
    /// How old an entry may get, by the server's clock; `nil` is without bound.
    public let maxAge: Duration?
    /// How many entries each partition keeps; `nil` is without bound.
    public let maxEntries: Int?

    /// Declares how long entries are kept; without arguments, for ever.
    public init(maxAge: Duration? = nil, maxEntries: Int? = nil) {
        precondition(maxAge.map { $0 > .zero } ?? true, "an age is above 0")
        precondition(maxEntries.map { $0 > 0 } ?? true, "a log that keeps no entry is none")
        self.maxAge = maxAge
        self.maxEntries = maxEntries
    }
}
