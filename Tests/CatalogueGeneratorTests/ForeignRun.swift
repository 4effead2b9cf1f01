import CatalogueGenerator
import EventCatalogue
import Foundation
import LanguageSchema

/// Rules that another language works out, all in one process.
struct ForeignRun {
    /// A language with an interpreter on this machine.
    enum Language: String, CaseIterable, Sendable {
        case python
        case typeScript
    }

    private let language: Language
    private var rules: [String] = []
    private var payloads: [[String]] = []

    init(_ language: Language) { self.language = language }

    static func word(_ truth: Bool?) -> String { truth.map { "\($0)" } ?? "unknown" }

    /// Adds a rule and payloads as JSON.
    mutating func add(_ expression: InvariantExpression, _ payloads: [String]) {
        switch language {
        case .python: rules.append("lambda p: \(PythonExpression.render(expression))")
        case .typeScript: rules.append("(p: any) => \(TypeScriptExpression.render(expression))")
        }
        self.payloads.append(payloads)
    }

    /// What comes of each rule with each of its payloads, in order.
    func answers() throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let lines = payloads.enumerated().flatMap { index, texts in texts.map { "\(index) \($0)" } }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: folder.appending(path: "payloads"))
        let program: String
        switch language {
        case .python:
            program = """
                \(PythonExpression.runtime)
                import json
                import pathlib
                rules = [
                \(rules.joined(separator: ",\n"))]
                for line in pathlib.Path("payloads").read_text(encoding="utf-8").split("\\n")[:-1]:
                    rule, payload = line.split(" ", 1)
                    print({True: "true", False: "false", None: "unknown"}[rules[int(rule)](json.loads(payload))])
                """
            try Data(program.utf8).write(to: folder.appending(path: "rules.py"))
            return try Self.run(["python3", "-W", "error", "rules.py"], in: folder)
        case .typeScript:
            // JSON.parse rounds whole numbers above 2^53, so those of the payloads are put into bigints first.
            program = """
                declare function require(name: string): any;
                declare const console: any;
                \(TypeScriptExpression.runtime)
                const rules: Array<(p: any) => any> = [
                \(rules.joined(separator: ",\n"))];
                const revived = (key: string, value: any): any =>
                  typeof value === "string" && value.startsWith("\\u0000") ? BigInt(value.slice(1)) : value;
                for (const line of require("fs").readFileSync("payloads", "utf8").split("\\n").slice(0, -1)) {
                  const space = line.indexOf(" ");
                  const text = line.slice(space + 1).replace(/([:[,])(-?[0-9]{16,})(?=[,}\\]])/g, '$1"\\\\u0000$2"');
                  const outcome = rules[Number(line.slice(0, space))](JSON.parse(text, revived));
                  console.log(outcome === null ? "unknown" : String(outcome));
                }
                """
            try Data(program.utf8).write(to: folder.appending(path: "rules.ts"))
            _ = try Self.run(
                ["tsc", "--strict", "--target", "ES2020", "--lib", "ES2020", "rules.ts"], in: folder)
            return try Self.run(["node", "rules.js"], in: folder)
        }
    }

    /// The lines that a program prints.
    private static func run(_ command: [String], in folder: URL) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = folder
        let output = folder.appending(path: "output")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        try handle.close()
        let text = try String(contentsOf: output, encoding: .utf8)
        guard process.terminationStatus == 0 else { throw Failure(description: "\(command[0]): \(text.prefix(4000))") }
        return text.split(separator: "\n").map(String.init)
    }

    /// What a program says that failed.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
