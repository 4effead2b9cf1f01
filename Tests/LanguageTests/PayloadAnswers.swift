import Foundation

/// What the package of a language makes of payloads.
struct PayloadAnswer: Decodable {
    /// Paths and rules of all that a closed writer refuses.
    let violations: [[String]]
    /// The bytes that are written of what was read; absent where that was refused.
    let written: String?
    let refused: [String]?
    let aggregate: String?
    let key: String?

    struct Question: Encodable {
        let event: String
        let payload: String
    }

    static func python(_ questions: [Question], _ packages: Packages) throws -> [PayloadAnswer] {
        let driver = Packages.drivers.appending(path: "driver.py").path
        return try ask(["python3", "-W", "error", "-B", driver, packages.python.path, Packages.name], questions)
    }

    static func typeScript(_ questions: [Question], _ packages: Packages) throws -> [PayloadAnswer] {
        try ask(["node", Packages.drivers.appending(path: "driver.js").path, packages.compiled.path], questions)
    }

    private static func ask(_ arguments: [String], _ questions: [Question]) throws -> [PayloadAnswer] {
        let encoder = JSONEncoder()
        let input = try questions.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        let program = try Program.run(arguments, input: input.joined(separator: "\n") + "\n")
        guard program.status == 0 else { throw Packages.Failure(description: program.errors) }
        return try program.lines.map { try JSONDecoder().decode(PayloadAnswer.self, from: Data($0.utf8)) }
    }
}
