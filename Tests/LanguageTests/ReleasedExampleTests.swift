import EventBus
import Foundation
import HokusaiEvents
import Testing

/// Every example of every released version of the repository's catalogue, read by today's generated Swift.
@Suite("schemas/golden")
struct ReleasedExampleTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../schemas/golden").standardizedFileURL

    /// The payload that today's type writes after reading.
    private func reread<E: Event>(_: E.Type, _ bytes: [UInt8], version: String) throws -> [UInt8] {
        let declaration = E.declaration
        let older = try Array(version.utf8).withUnsafeBytes { try declaration.olderMajor(ofVersion: $0) }
        guard let major = older else { return try E(payload: bytes).payload() }
        let payload = try declaration.upcast(try JSONValue(parsing: bytes), fromMajor: major)
        return try E(payload: payload).payload()
    }

    @Test("what was released is read, and written again with the same members")
    func read() throws {
        let paths = FileManager.default.enumerator(atPath: Self.folder.path)?.compactMap { $0 as? String } ?? []
        let files = paths.filter { $0.hasSuffix(".json") }
        #expect(files.count >= 11)
        for file in files {
            let parts = file.split(separator: "/").map(String.init)
            let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(file)))
            let written: [UInt8]
            switch parts[0] {
            case "model_registered": written = try reread(ModelRegistered.self, bytes, version: parts[1])
            case "model_ready_to_deploy": written = try reread(ModelReadyToDeploy.self, bytes, version: parts[1])
            case "validation_failed": written = try reread(ValidationFailed.self, bytes, version: parts[1])
            case "deployed": written = try reread(Deployed.self, bytes, version: parts[1])
            case "metric_improved": written = try reread(MetricImproved.self, bytes, version: parts[1])
            default:
                Issue.record("no type is tried for \(file)")
                continue
            }
            guard case .object(let before) = try JSONValue(parsing: bytes),
                case .object(let after) = try JSONValue(parsing: written)
            else {
                Issue.record("\(file) is no object")
                continue
            }
            // Defaults may come on top.
            for member in before.members { #expect(after[member.name] != nil, "\(file) \(member.name)") }
        }
    }
}
