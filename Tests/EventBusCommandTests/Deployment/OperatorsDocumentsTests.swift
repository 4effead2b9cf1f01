import ArgumentParser
import Foundation
import Testing

@testable import EventBusCommand

@Suite("The documents for operators")
struct OperatorsDocumentsTests {
    private static let names = [
        "operations.md", "troubleshooting.md", "configuration.md", "choosing-a-queue.md", "infrastructure.md",
        "infrastructure-pull-request.md",
    ]

    private static func text(_ name: String) throws -> String {
        try String(contentsOfFile: CommandBench.root + "/docs/" + name, encoding: .utf8)
    }

    @Test("each command and option that they name is there", arguments: names)
    func commands(name: String) throws {
        let root = try ManualCommandEntry.root(of: EventBusCommand._dumpHelp())
        let text = try Self.text(name)
        let inline = text.matches(of: #/`eventbus ([^`\n]+)`/#).map(\.output.1)
        let lines = text.matches(of: #/(?m)^(?:\$ )?eventbus (.+)$/#).map(\.output.1)
        for line in inline + lines {
            let words = line.prefix { !"|>;…#&".contains($0) }.split(separator: " ").map(String.init)
            guard let command = Self.command(words, below: root) else {
                Issue.record("there is no command `eventbus \(line)`")
                continue
            }
            let known = Set(command.leaves.flatMap(\.arguments).flatMap(\.names) + ["--help"])
            for option in words.map({ String($0.prefix { $0 != "=" }) })
            where option.hasPrefix("--") && !known.contains(option) {
                Issue.record("`eventbus \(line)`: there is no option \(option)")
            }
        }
    }

    @Test("each file that they link to is there", arguments: names)
    func links(name: String) throws {
        for link in try Self.text(name).matches(of: #/\]\(([^)#:]+)(?:#[^)]*)?\)/#).map(\.output.1) {
            let path = CommandBench.root + "/docs/" + link
            #expect(FileManager.default.fileExists(atPath: path), "\(link)")
        }
    }

    @Test("each metric that they name is one", arguments: names)
    func metrics(name: String) throws {
        let metrics = try Self.text("metrics.md")
        for metric in try Self.text(name).matches(of: #/`(eventbus_[a-z_]+)`/#).map(\.output.1) {
            #expect(metrics.contains("| `\(metric)` |"), "\(metric)")
        }
    }

    @Test("README links to each of them", arguments: names)
    func linked(name: String) throws {
        let readme = try String(contentsOfFile: CommandBench.root + "/README.md", encoding: .utf8)
        #expect(readme.contains("(docs/\(name))"))
    }

    private static func command(_ words: [String], below root: ManualCommandEntry) -> ManualCommandEntry? {
        var command = root
        for word in words {
            guard let next = command.subcommands.first(where: { $0.path.last == word }) else { break }
            command = next
        }
        return command.path.count > 1 || words.first?.hasPrefix("--") == true ? command : nil
    }
}
