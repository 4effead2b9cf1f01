import EventCatalogue
import Foundation

/// The `jsonschema` package of Python, which is what schemas are exported for.
enum SchemaValidator {
    /// Why there is no verdict.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// For each case `nil` where the schema of that name accepts the instance, or why it does not.
    ///
    /// - Throws: ``Failure`` where a schema is none, or the package is not installed.
    static func verdicts(
        schemas: [(name: String, text: String)], cases: [(schema: String, instance: CatalogueValue)]
    ) throws -> [String?] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var text = "{\"schemas\":{"
        text += schemas.map { "\(CatalogueValue.string($0.name).json):\($0.text)" }.joined(separator: ",")
        text += "},\"cases\":["
        text += cases.map { "[\(CatalogueValue.string($0.schema).json),\($0.instance.json)]" }.joined(separator: ",")
        text += "]}"
        let work = folder.appendingPathComponent("work.json")
        try text.write(to: work, atomically: true, encoding: .utf8)
        let script = Catalogues.package.appendingPathComponent("Tests/CatalogueExportsTests/Validators/validate.py")
        let output = try run(interpreter.get(), [script.path, work.path])
        return try JSONDecoder().decode([String?].self, from: output)
    }

    /// The first Python that has the package.
    private static let interpreter = Result<String, any Error> {
        for python in ["python3", "/usr/bin/python3"] where (try? run(python, ["-c", "import jsonschema"])) != nil {
            return python
        }
        throw Failure(description: "no python3 has the package jsonschema; run `.ci/install`")
    }

    /// What a program printed.
    static func run(_ program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: String(decoding: complaint, as: UTF8.self))
        }
        return printed
    }
}
