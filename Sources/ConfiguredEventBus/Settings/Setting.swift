/// One thing that can be configured: its name in every place where it may be written, and what it means.
///
/// The key `redis.auth_token` is written `auth_token` below `redis` in `config/eventbus.yaml` and
/// `REDIS_AUTH_TOKEN` in the environment; a flag of the command line, where there is one, has a name of its own.
public struct Setting: Sendable, Hashable {
    /// Where a setting may be written besides the environment, which takes every one of them.
    public enum Scope: Sendable, Hashable {
        /// Environment and configuration file.
        case environmentAndFile
        /// Environment only: it says where the file is, or must never be stored in one.
        case environmentOnly
    }

    /// What may be shown of a value.
    public enum Visibility: Sendable, Hashable {
        /// The whole value.
        case open
        /// The value without the password inside it.
        case openButPassword
        /// Nothing of it.
        case secret
    }

    /// The path in the configuration file, outermost first, such as `["redis", "host"]`.
    public let path: [String]
    /// The flag of the command line, with its dashes, if there is one.
    public let flag: String?
    /// What the setting is for, in one sentence, with its unit.
    public let summary: String
    /// The text that is used where nothing is configured; `nil` means "not set".
    public let defaultText: String?
    /// A value that is right, shown in `.env.example` and in errors.
    public let example: String
    /// Where the setting may be written.
    public let scope: Scope
    /// What may be shown of its value.
    public let visibility: Visibility

    init(
        _ path: [String], flag: String? = nil, _ summary: String, default defaultText: String? = nil, example: String,
        scope: Scope = .environmentAndFile, visibility: Visibility = .open
    ) {
        self.path = path
        self.flag = flag
        self.summary = summary
        self.defaultText = defaultText
        self.example = example
        self.scope = scope
        self.visibility = visibility
    }

    /// The dotted name, such as `redis.host`.
    public var key: String { path.joined(separator: ".") }

    /// The name of the environment variable, such as `REDIS_HOST`.
    public var environmentVariable: String { path.joined(separator: "_").uppercased() }
}
