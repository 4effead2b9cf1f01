/// Where an effective value was written.
public enum SettingOrigin: Sendable, Hashable, CustomStringConvertible {
    /// A flag of the command line, such as `--redis-url`.
    case flag(String)
    /// An environment variable, by name.
    case environment(String)
    /// A line of the configuration file; lines count from 1.
    case file(path: String, line: Int)
    /// Nothing was configured, and the setting's own default is used.
    case `default`

    /// The origin as people read it: `--redis-url`, `environment REDIS_URL`, `config/eventbus.yaml:12`, `default`.
    public var description: String {
        switch self {
        case .flag(let name): name
        case .environment(let name): "environment \(name)"
        case .file(let path, let line): "\(path):\(line)"
        case .default: "default"
        }
    }

    /// Precedence: a higher rank wins.
    var rank: Int {
        switch self {
        case .flag: 3
        case .environment: 2
        case .file: 1
        case .default: 0
        }
    }
}
