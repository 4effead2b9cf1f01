/// Why settings cannot be used: every problem that was found, each with its place and its remedy.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One thing that is wrong.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// What kind of thing is wrong.
        public enum Kind: Sendable, Hashable {
            /// No Redis is configured anywhere.
            case nothingConfigured
            /// A value cannot be read, or is out of its range.
            case invalidValue
            /// Two values contradict one another.
            case disagreement
            /// A name that no setting has.
            case unknownName
            /// The configuration file cannot be read.
            case unreadableFile
            /// A transport that this build does not have.
            case unavailableTransport
            /// The file of the outbox can't be opened.
            case unusableOutbox
        }

        /// What kind of thing is wrong.
        public let kind: Kind
        /// Where it was written, if it was written anywhere.
        public let origin: SettingOrigin?
        /// What is wrong, in one sentence without secrets.
        public let what: String
        /// How to mend it.
        public let remedy: String

        /// Creates a problem.
        public init(_ kind: Kind, at origin: SettingOrigin? = nil, what: String, remedy: String) {
            self.kind = kind
            // A default was written nowhere.
            self.origin = origin == .default ? nil : origin
            self.what = what
            self.remedy = remedy
        }

        /// `origin: what Remedy.`
        public var description: String { (origin.map { "\($0): " } ?? "") + what + " " + remedy }
    }

    /// Every problem, in the order of ``Setting/all``; never empty.
    public let problems: [Problem]

    /// Creates an error of the problems found.
    public init(_ problems: [Problem]) {
        self.problems = problems
    }

    /// One line for each problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }

    /// Nothing says where Redis is; names every way to say it.
    public static let nothingConfigured = SettingsError([
        Problem(
            .nothingConfigured, what: "No Redis is configured.",
            remedy: """
                Set REDIS_URL (for example \(Setting.redisURL.example)), or REDIS_HOST with REDIS_PORT, REDIS_AUTH_TOKEN \
                and REDIS_TLS_ENABLED, or write them below `redis:` in \(Setting.configurationFile.defaultText ?? ""); \
                to try the bus with a private Redis, add --embedded.
                """)
    ])
}
