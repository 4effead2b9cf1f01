import EventBus
import Foundation
import Testing

/// The public corpus of JSON texts: `y_` must be accepted, `n_` refused, `i_` must not crash.
@Suite("the JSON test suite")
struct JSONTestSuite {
    static let folder: URL? = {
        let environment = ProcessInfo.processInfo.environment["EVENTBUS_JSON_TEST_SUITE"]
        let shared = URL(fileURLWithPath: #filePath).appending(path: "../../../../../shared/data/json-test-suite")
        let folder = environment.map { URL(fileURLWithPath: $0) } ?? shared.standardizedFileURL
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            print("SKIPPED: there is no JSON test suite at \(folder.path); set EVENTBUS_JSON_TEST_SUITE to its folder")
            return nil
        }
        return folder
    }()

    static var isPresent: Bool { folder != nil }

    private func files(_ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
        let folder = try #require(Self.folder)
        let urls = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try urls.filter { $0.lastPathComponent.hasPrefix(prefix) && $0.pathExtension == "json" }
            .sorted { $0.path < $1.path }
            .map { ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0))) }
    }

    @Test("every y_ text is accepted", .enabled(if: isPresent, "the JSON test suite is absent"))
    func accepted() throws {
        let files = try files("y_")
        #expect(files.count >= 90)
        let limits = JSONLimits(duplicateNames: .lastWins)
        for (name, bytes) in files {
            #expect(throws: Never.self, "\(name)") { try JSONValue(parsing: bytes, limits: limits) }
        }
    }

    @Test("by default exactly the two y_ texts with a name twice are refused", .enabled(if: isPresent))
    func duplicates() throws {
        var refused: [String] = []
        for (name, bytes) in try files("y_") {
            do { _ = try JSONValue(parsing: bytes) } catch {
                refused.append(name)
                #expect(error.rule == .duplicateName)
            }
        }
        #expect(refused == ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"])
    }

    @Test("every n_ text is refused", .enabled(if: isPresent))
    func refused() throws {
        let files = try files("n_")
        #expect(files.count >= 180)
        for (name, bytes) in files {
            #expect(throws: InvalidPayload.self, "\(name)") {
                try JSONValue(parsing: bytes, limits: JSONLimits(maximumDepth: 512, duplicateNames: .lastWins))
            }
        }
    }

    @Test("no i_ text crashes, and only those are accepted that say what they mean", .enabled(if: isPresent))
    func either() throws {
        var accepted: [String] = []
        for (name, bytes) in try files("i_") where (try? JSONValue(parsing: bytes)) != nil { accepted.append(name) }
        // Numbers of any size are text until somebody asks for a double; lone surrogates, broken UTF-8, UTF-16, a byte
        // order mark and 500 levels are refused.
        #expect(accepted.allSatisfy { $0.hasPrefix("i_number_") }, "\(accepted)")
        #expect(accepted.count == 10, "\(accepted)")
    }

    @Test(
        "an accepted text means what Foundation reads, and is written so that it is read again", .enabled(if: isPresent)
    )
    func meaning() throws {
        for (name, bytes) in try files("y_") {
            let limits = JSONLimits(duplicateNames: .lastWins)
            let value = try JSONValue(parsing: bytes, limits: limits)
            #expect(try JSONValue(parsing: value.bytes) == value, "\(name)")
            guard let read = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) else {
                continue
            }
            // Which of two values counts is open, and Foundation's decimals end at 10⁻¹²⁸.
            if name.contains("duplicated_key") || name == "y_number_double_close_to_zero.json" { continue }
            #expect(FoundationJSON.isSame(value, read), "\(name)")
        }
    }
}

/// What `JSONSerialization` makes of JSON, compared with ours.
enum FoundationJSON {
    static func isSame(_ value: JSONValue, _ other: Any) -> Bool {
        switch value {
        case .null: return other is NSNull
        case .bool(let value): return (other as? Bool) == value
        case .number(let number):
            // On Linux it keeps decimals, whose conversion to a double is off by a bit at times; the text is right.
            guard let other = other as? NSNumber, let double = number.double else { return false }
            return other.doubleValue == double || Double(other.stringValue) == double
        case .string(let text):
            return (other as? String).map { $0.unicodeScalars.elementsEqual(text.unicodeScalars) } ?? false
        case .array(let elements):
            guard let others = other as? [Any], others.count == elements.count else { return false }
            return zip(elements, others).allSatisfy { isSame($0, $1) }
        case .object(let object):
            guard let others = other as? [String: Any], others.count == object.members.count else { return false }
            return object.members.allSatisfy { member in others[member.name].map { isSame(member.value, $0) } ?? false }
        }
    }
}
