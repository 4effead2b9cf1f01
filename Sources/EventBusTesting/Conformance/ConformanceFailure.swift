/// A promise that a transport did not keep.
public struct ConformanceFailure: Error, Sendable, CustomStringConvertible {
    /// What was looked at.
    public let what: String
    /// What the case expects of it.
    public let expected: String
    /// What was found.
    public let found: String
    /// Where in the suite: file and line.
    public let location: String

    /// States a failure; adapters may, of what they cannot do.
    public init(
        _ what: String, expected: String, found: String, fileID: String = #fileID, line: Int = #line
    ) {
        self.what = what
        self.expected = expected
        self.found = found
        location = "\(fileID):\(line)"
    }

    /// `where: what: expected …, found …`.
    public var description: String { "\(location): \(what): expected \(expected), found \(found)" }
}
