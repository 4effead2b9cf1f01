import EventBus
import Foundation
import Testing

@testable import EventBusCommand

@Suite("eventbus catalogue")
struct CatalogueCommandTests {
    private let bench = CommandBench()

    private func text() throws -> String {
        try String(contentsOfFile: CommandBench.schemas + "/hokusai.catalogue.yaml", encoding: .utf8)
    }

    /// The repository's catalogue without one field of `model_ready_to_deploy`.
    private func withoutBaseline() throws -> String {
        var isInEvent = false
        return try text().split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line.hasPrefix("  model_ready_to_deploy:") { isInEvent = true }
            if line.hasPrefix("  validation_failed:") { isInEvent = false }
            return !(isInEvent && line.hasPrefix("      baseline_value:"))
        }.joined(separator: "\n")
    }

    @Test("check accepts the repository's catalogue")
    func valid() async {
        let outcome = await bench.run("catalogue", "check", CommandBench.schemas)
        #expect(outcome.status == .success)
        #expect(outcome.output.contains("5 events"))
        #expect(outcome.errors.isEmpty)
    }

    @Test("check refuses a wrong catalogue with status 2 and names file, line, column and rule")
    func invalid() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            text().replacing("stream: model_lifecycle", with: "strem: model_lifecycle"), to: "a.catalogue.yaml")
        let outcome = await bench.run("catalogue", "check", file)
        #expect(outcome.status == .invalidInput)
        #expect(outcome.errors.contains(/a\.catalogue\.yaml:\d+:\d+: error: .*stream.*\[[A-Z_]+\]/))
    }

    @Test("check --against fails with status 1 and names service, owner, field and line where a field is gone")
    func breaking() async throws {
        let folder = try TemporaryFolder()
        let changed = try folder.write(withoutBaseline(), to: "hokusai.catalogue.yaml")
        let outcome = await bench.run("catalogue", "check", changed, "--against", CommandBench.schemas)
        #expect(outcome.status == .failure)
        for words in ["baseline_value", "contract-deployer", "#token", "CONSUMER_READS_REMOVED_FIELD"] {
            #expect(outcome.errors.contains(words), "\(words)")
        }
        #expect(outcome.errors.contains(/hokusai\.catalogue\.yaml:\d+:\d+: error:/))
    }

    @Test("check --against git:REF compares with a commit")
    func againstGit() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text(), to: "hokusai.catalogue.yaml")
        for arguments in [
            ["init", "-q"], ["add", "."],
            ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "first"],
        ] {
            let git = Process()
            git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            git.arguments = ["git", "-C", folder.path] + arguments
            try git.run()
            git.waitUntilExit()
            #expect(git.terminationStatus == 0)
        }
        #expect(await bench.run("catalogue", "check", file, "--against", "git:HEAD").status == .success)
        _ = try folder.write(withoutBaseline(), to: "hokusai.catalogue.yaml")
        #expect(await bench.run("catalogue", "check", file, "--against", "git:HEAD").status == .failure)
        #expect(await bench.run("catalogue", "check", file, "--against", "git:nowhere").status == .invalidInput)
    }

    @Test("diagnostics are objects with --json")
    func json() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text().replacing("version: 1.0.0", with: "version: one"), to: "a.catalogue.yaml")
        let outcome = await bench.run("catalogue", "check", file, "--json")
        #expect(outcome.status == .invalidInput)
        let first = try JSONValue(parsing: Array(#require(outcome.lines.first).utf8))
        guard case .object(let object) = first else { throw CommandFailure(.failure, "no object") }
        #expect(object["rule"] == "VERSION_SEMVER")
        #expect(object["line"] != nil && object["column"] != nil && object["path"] == .string(file))
    }

    @Test("a catalogue that is not there is wrong input")
    func missing() async {
        let outcome = await bench.run("catalogue", "check", "/no/such/folder")
        #expect(outcome.status == .invalidInput)
        #expect(outcome.errors.contains("/no/such/folder"))
    }

    @Test("check needs no Redis, and does not mind one that is configured wrongly")
    func wrongRedis() async {
        let bench = CommandBench(environment: ["REDIS_URL": "http://nonsense"])
        #expect(await bench.run("catalogue", "check", CommandBench.schemas).status == .success)
    }

    @Test("show lists every event, one in full, and both as JSON")
    func show() async throws {
        let list = await bench.run("catalogue", "show", CommandBench.schemas)
        #expect(list.status == .success)
        #expect(list.lines.count == 6)
        let one = await bench.run("catalogue", "show", CommandBench.schemas, "--event", "token_deployed")
        #expect(one.output.hasPrefix("deployed 1.0.0"))
        #expect(one.output.contains("hokusai:token_deployed_queue"))
        let json = await bench.run("catalogue", "show", CommandBench.schemas, "--json")
        for line in json.lines { _ = try JSONValue(parsing: Array(line.utf8)) }
        #expect(json.lines.count == 5)
        #expect(await bench.run("catalogue", "show", CommandBench.schemas, "--event", "nope").status == .invalidInput)
    }

    @Test("generate writes only what changed, and --check fails where a file is stale")
    func generate() async throws {
        let folder = try TemporaryFolder()
        let arguments = ["catalogue", "generate", CommandBench.schemas, "--output", folder.path]
        #expect(await bench.run(arguments + ["--check"]).status == .failure)
        let first = await bench.run(arguments)
        #expect(first.status == .success)
        #expect(first.output.contains("written"))
        let second = await bench.run(arguments)
        #expect(!second.output.contains("written"))
        #expect(await bench.run(arguments + ["--check"]).status == .success)
        _ = try folder.write("changed", to: "hokusai.generated.swift")
        let stale = await bench.run(arguments + ["--check", "--json"])
        #expect(stale.status == .failure)
        #expect(stale.output.contains(#""state":"stale""#))
    }
}
