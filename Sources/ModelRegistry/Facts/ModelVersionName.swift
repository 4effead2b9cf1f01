/// Which version of which registered model.
public struct ModelVersionName: Sendable, Hashable, CustomStringConvertible {
    /// The registered model's name.
    public let model: String
    /// The version, a whole number as text.
    public let version: String

    /// Names a version.
    public init(model: String, version: String) {
        self.model = model
        self.version = version
    }

    /// Reads `NAME/VERSION`; `nil` where one of the two is missing. A model's name may have slashes itself, a version has none.
    public init?(_ text: some StringProtocol) {
        guard let slash = text.lastIndex(of: "/"), slash > text.startIndex, text.index(after: slash) < text.endIndex
        else { return nil }
        self.init(model: String(text[..<slash]), version: String(text[text.index(after: slash)...]))
    }

    /// `NAME/VERSION`.
    public var description: String { "\(model)/\(version)" }
}
