/// What a reader accepts beyond the grammar.
public struct JSONLimits: Sendable, Hashable {
    /// The longest text, in bytes; at most 256 MiB.
    public let maximumBytes: Int
    /// How deep arrays and objects may lie in each other; at most 512, since reading uses the thread's stack.
    public let maximumDepth: Int
    /// What becomes of an object that has a name twice.
    public let duplicateNames: DuplicateNames

    /// What becomes of an object that has a name twice: RFC 8259 leaves it open, and readers disagree about the value.
    public enum DuplicateNames: Sendable, Hashable {
        /// The text is refused.
        case refused
        /// The last value counts, as in most readers.
        case lastWins
    }

    /// States limits.
    public init(maximumBytes: Int = 1 << 20, maximumDepth: Int = 64, duplicateNames: DuplicateNames = .refused) {
        precondition((0...JSONSlot.maximumLength).contains(maximumBytes), "a JSON text is at most 256 MiB long")
        precondition((1...512).contains(maximumDepth), "a JSON text is 1 to 512 levels deep")
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.duplicateNames = duplicateNames
    }

    /// 1 MiB, 64 levels, no name twice.
    public static let standard = JSONLimits()

    /// For what was published already, whatever the limit was then: the longest text there can be.
    package static let published = JSONLimits(maximumBytes: JSONSlot.maximumLength)
}
