import Foundation
import Testing

/// The folder `docs/examples`, copied, with the packages that its Python and TypeScript programs need, generated and compiled as its
/// README says; and a catalogue whose queues give a dead worker's message back after a second.
struct Examples: Sendable {
    let folder: URL

    /// The folder that holds `Package.swift`.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    var catalogue: URL { folder.appendingPathComponent("schemas") }
    var python: URL { folder.appendingPathComponent("python") }
    var typeScript: URL { folder.appendingPathComponent("typescript") }

    /// One for the whole run.
    static let prepared = Task { try await Examples() }

    private init() async throws {
        let manager = FileManager.default
        folder = manager.temporaryDirectory.appendingPathComponent("examples-\(UUID().uuidString)")
        try manager.copyItem(at: Self.root.appendingPathComponent("docs/examples"), to: folder)
        try manager.createDirectory(at: catalogue, withIntermediateDirectories: true)
        let file = "schemas/hokusai.catalogue.yaml"
        try String(contentsOf: Self.root.appendingPathComponent(file), encoding: .utf8)
            .replacingOccurrences(of: "visibility: 60s", with: "visibility: 1s")
            .write(to: folder.appendingPathComponent(file), atomically: true, encoding: .utf8)
        let eventbus = try ExampleProgram.eventbus
        let modules = typeScript.appendingPathComponent("node_modules")
        for (language, place) in [("python", python), ("typescript", modules)] {
            let options = ["--language", language, "--package", "hokusai_events", "--output", place.path]
            try await ExampleProgram.run(
                [eventbus, "catalogue", "generate"] + options, in: folder,
                environment: ["EVENTBUS_CATALOGUE": catalogue.path])
        }
        try await ExampleProgram.run(["tsc"], in: modules.appendingPathComponent("hokusai_events"))
        let settings = """
            {"compilerOptions": {"target": "ES2020", "module": "CommonJS", "strict": true, "skipLibCheck": true,
             "moduleResolution": "node", "types": [], "lib": ["ES2020", "DOM"], "baseUrl": ".",
             "paths": {"redis": ["/usr/share/nodejs/redis"]}}}
            """
        try Data(settings.utf8).write(to: typeScript.appendingPathComponent("tsconfig.json"))
        try await ExampleProgram.run(["tsc"], in: typeScript)
    }
}
