/// How a client shows MLflow who it is. Its description holds no secret.
public enum MLflowCredentials: Sendable, Hashable, CustomStringConvertible {
    /// Not at all.
    case none
    /// A token, sent as `Authorization: Bearer`.
    case token(String)
    /// A name and a password, sent as `Authorization: Basic`.
    case basic(username: String, password: String)

    /// Which kind it is.
    public var description: String {
        switch self {
        case .none: "no credentials"
        case .token: "a token"
        case .basic(let username, _): "the password of \(username)"
        }
    }
}
