/// What a model version still lacks to be judged.
public enum MissingFact: Sendable, Hashable, CustomStringConvertible {
    /// A tag that the registry sets after it has made the version.
    case tag(String)
    /// MLflow is still copying the version's files.
    case files
    /// MLflow could not copy the version's files: it will not be ready any more.
    case registration

    /// What is missing, in a few words.
    public var description: String {
        switch self {
        case .tag(let key): "the tag \(key)"
        case .files: "its files, which MLflow is still copying"
        case .registration: "a registration that did not fail"
        }
    }
}
