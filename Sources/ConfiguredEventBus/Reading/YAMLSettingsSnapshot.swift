import Configuration

/// The values of a configuration file at the time when it was read.
struct YAMLSettingsSnapshot: ConfigSnapshot {
    /// A value that is not of the type that was asked for.
    struct NotConvertible: Error, CustomStringConvertible {
        let key: String
        let type: ConfigType

        var description: String { "\(key) is not a \(type.rawValue)" }
    }

    let providerName: String
    private let values: [[String]: String]

    /// Creates a snapshot of a file's values.
    init(path: String, values: [LocatedText]) {
        providerName = "YAMLSettingsProvider[\(path)]"
        self.values = Dictionary(values.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
    }

    func value(forKey key: AbsoluteConfigKey, type: ConfigType) throws -> LookupResult {
        guard let text = values[key.components] else { return LookupResult(encodedKey: key.description, value: nil) }
        guard let content = Self.content(of: text, as: type) else {
            throw NotConvertible(key: key.description, type: type)
        }
        return LookupResult(encodedKey: key.description, value: ConfigValue(content, isSecret: false))
    }

    private static func content(of text: String, as type: ConfigType) -> ConfigContent? {
        switch type {
        case .string: .string(text)
        case .int: Int(text).map { .int($0) }
        case .double: Double(text).map { .double($0) }
        case .bool: Bool(text.lowercased()).map { .bool($0) }
        case .bytes, .stringArray, .intArray, .doubleArray, .boolArray, .byteChunkArray: nil
        }
    }
}
