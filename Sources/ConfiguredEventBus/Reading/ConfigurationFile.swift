import Foundation
import YAMLReader

/// The configuration file, `config/eventbus.yaml`: sections of settings, each value with its line.
public struct ConfigurationFile: Sendable {
    /// The path, as it was named.
    let path: String
    /// The values of the file, in its order.
    let values: [LocatedText]

    /// A file without values.
    public static let empty = ConfigurationFile(path: "", values: [])

    /// Takes values that were read already.
    init(path: String, values: [LocatedText]) {
        self.path = path
        self.values = values
    }

    /// Reads the text of a file.
    ///
    /// - Parameters:
    ///   - text: What the file holds, as YAML.
    ///   - path: How the file is called in origins and errors.
    /// - Throws: ``SettingsError`` with everything that is wrong: YAML that cannot be read, and names that no setting has.
    public init(text: String, path: String) throws(SettingsError) {
        let reading = YAMLReader.readAll(Array(text.utf8), path: path)
        guard reading.errors.isEmpty, let node = reading.node else {
            throw SettingsError(reading.errors.map { Self.problem($0, path: path) })
        }
        var reader = SectionReader(path: path)
        reader.read(node)
        guard reader.problems.isEmpty else { throw SettingsError(reader.problems) }
        self.init(path: path, values: reader.values)
    }

    /// Reads a file from disk.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - origin: Who named the file; where nobody did, it may be missing.
    /// - Throws: ``SettingsError`` where the file cannot be read or is wrong.
    static func read(path: String, named origin: SettingOrigin) throws(SettingsError) -> ConfigurationFile {
        if origin == .default, !FileManager.default.fileExists(atPath: path) { return .empty }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SettingsError([
                SettingsError.Problem(
                    .unreadableFile, at: origin,
                    what: "The configuration file \(path) is missing or cannot be read as UTF-8.",
                    remedy: "Make it readable, name another with EVENTBUS_CONFIG or --config, or do without.")
            ])
        }
        return try ConfigurationFile(text: text, path: path)
    }

    private static func problem(_ error: YAMLError, path: String) -> SettingsError.Problem {
        SettingsError.Problem(
            .unreadableFile, at: .file(path: path, line: error.location.line), what: error.message + ".",
            remedy: "Look at column \(error.location.column).")
    }
}
