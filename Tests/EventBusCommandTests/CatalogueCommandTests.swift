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

    @Test("what is wrong is one JSON document with --json")
    func json() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text().replacing("version: 1.0.0", with: "version: one"), to: "a.catalogue.yaml")
        let outcome = await bench.run("catalogue", "check", file, "--json")
        #expect(outcome.status == .invalidInput)
        guard case .object(let document) = try JSONValue(parsing: Array(outcome.output.utf8)),
            case .array(let findings)? = document["findings"], case .object(let object)? = findings.first,
            case .object(let place)? = object["location"]
        else { throw CommandFailure(.failure, "no report: \(outcome.output)") }
        #expect(object["rule"] == "VERSION_SEMVER")
        #expect(place["line"] != nil && place["column"] != nil && place["path"] == .string(file))
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

@Suite("eventbus catalogue diff, release; eventbus conform")
struct CatalogueReleaseCommandTests {
    private let bench = CommandBench()

    /// A folder with the repository's catalogue, changed by the edits, and nothing else.
    private func folder(_ edits: [(String, String)] = []) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try write(edits, to: folder)
        return folder
    }

    private func write(_ edits: [(String, String)], to folder: TemporaryFolder) throws {
        var text = try String(contentsOfFile: CommandBench.schemas + "/hokusai.catalogue.yaml", encoding: .utf8)
        for (old, new) in edits {
            let range = try #require(text.range(of: old), "the catalogue has no \(old)")
            text.replaceSubrange(range, with: new)
        }
        _ = try folder.write(text, to: "hokusai.catalogue.yaml")
    }

    private static let lower = (
        "max_length: 256\n    description: The model", "max_length: 255\n    description: The model"
    )

    @Test("a released catalogue is checked against its lock: a change without a version is refused with status 1")
    func lock() async throws {
        let folder = try folder()
        let released = await bench.run("catalogue", "release", folder.path)
        #expect(released.status == .success)
        #expect(released.output.split(separator: "\n").filter { $0.hasPrefix("released ") }.count == 5)
        #expect(await bench.run("catalogue", "check", folder.path).status == .success)
        try write([Self.lower], to: folder)
        let changed = await bench.run("catalogue", "check", folder.path)
        #expect(changed.status == .failure)
        for words in ["MAX_LENGTH_LOWERED", "VERSION_NOT_BUMPED", "`model-registry`", "write `version: 2.0.0`"] {
            #expect(changed.errors.contains(words), "\(words)")
        }
        #expect(await bench.run("catalogue", "check", folder.path, "--no-lock").status == .success)
        let refused = await bench.run("catalogue", "release", folder.path)
        #expect(refused.status == .failure)
        #expect(refused.errors.contains("nothing was released"))
    }

    @Test("a second release adds what is new, and what was there stays, byte for byte")
    func appends() async throws {
        let folder = try folder()
        _ = await bench.run("catalogue", "release", folder.path)
        let first = try String(contentsOfFile: folder.path + "/hokusai.lock.json", encoding: .utf8)
        #expect(await bench.run("catalogue", "release", folder.path).output.contains("nothing new"))
        #expect(try String(contentsOfFile: folder.path + "/hokusai.lock.json", encoding: .utf8) == first)
        let edit = (
            "version: 1.0.0\n    summary: The token of a model was deployed.",
            "version: 1.0.1\n    summary: The token of a model is deployed."
        )
        try write([edit], to: folder)
        let dry = await bench.run("catalogue", "release", folder.path, "--dry-run", "--json")
        #expect(dry.output.contains("\"version\":\"1.0.1\""))
        #expect(try String(contentsOfFile: folder.path + "/hokusai.lock.json", encoding: .utf8) == first)
        #expect(await bench.run("catalogue", "release", folder.path).status == .success)
        let second = try String(contentsOfFile: folder.path + "/hokusai.lock.json", encoding: .utf8)
        let kept = try #require(first.range(of: "\n  ],\n  \"seal\""))
        #expect(second.hasPrefix(first[..<kept.lowerBound]))
        let examples = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/golden/deployed")
        #expect(examples.sorted() == ["1.0.0", "1.0.1"])
    }

    @Test("a lock that was edited by hand is refused with status 2, by check, diff, release and conform")
    func tampered() async throws {
        let folder = try folder()
        _ = await bench.run("catalogue", "release", folder.path)
        let path = folder.path + "/hokusai.lock.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        _ = try folder.write(
            text.replacing("\"max_length\": 256", with: "\"max_length\": 255"), to: "hokusai.lock.json")
        for arguments in [
            ["catalogue", "check", folder.path], ["catalogue", "diff", "lock", folder.path],
            ["catalogue", "release", folder.path],
            [
                "conform", folder.path, "--event", "deployed", "--version", "1.0.0", "--file",
                CommandBench.root + "/docs/examples/4-deployed.json",
            ],
        ] {
            let outcome = await bench.run(arguments)
            #expect(outcome.status == .invalidInput, "\(arguments)")
            #expect((outcome.errors + outcome.output).contains("LOCK_TAMPERED"), "\(arguments)")
        }
    }

    @Test("diff tells every change in both directions, in the format that is asked for")
    func diff() async throws {
        let (old, new) = (try folder(), try folder([Self.lower]))
        let text = await bench.run("catalogue", "diff", old.path, new.path)
        #expect(text.status == .failure)
        #expect(text.output.contains("256 → 255"))
        for (format, piece) in [
            ("json", "\"errors\": "), ("sarif", "sarif-2.1.0"), ("markdown", "### Catalogue: "),
            ("github", "::error file="),
            ("lines", ": error: "),
        ] {
            let outcome = await bench.run("catalogue", "diff", old.path, new.path, "--format", format)
            #expect(outcome.status == .failure)
            #expect(outcome.output.contains(piece), "\(format)")
        }
        #expect(await bench.run("catalogue", "diff", old.path, old.path).status == .success)
        #expect(await bench.run("catalogue", "diff", "lock", old.path).status == .invalidInput)
        #expect(await bench.run("catalogue", "diff", "git:nowhere", old.path).status == .invalidInput)
        #expect(await bench.run("catalogue", "diff").status == .usage)
    }

    @Test("conform accepts what may be published and says why it refuses the rest, of the catalogue and of a release")
    func conform() async throws {
        let folder = try folder()
        _ = await bench.run("catalogue", "release", folder.path)
        let lines = ["{\"model_id\":\"a/1/b\"}", "{", "[]"]
        for version in [[], ["--version", "1.1.0"]] {
            let arguments = ["conform", folder.path, "--event", "validation_failed"] + version
            let good = await bench.run(
                arguments + ["--file", CommandBench.root + "/docs/examples/2-validation_failed.json"])
            #expect(good.status == .success)
            #expect(good.output.contains("accepted"))
            let bad = await bench.run(arguments + ["--json"], input: lines)
            #expect(bad.status == .invalidInput)
            let answers = bad.output.split(separator: "\n")
            #expect(answers.count == 3)
            #expect(answers.allSatisfy { $0.contains("\"accepted\":false") })
            #expect(answers.first?.contains("$.reason") == true)
            #expect(answers.dropFirst().first?.contains("\"rule\":\"syntax\"") == true)
        }
        let unknown = await bench.run("conform", folder.path, "--event", "deployd")
        #expect(unknown.status == .invalidInput)
        #expect(unknown.errors.contains("did you mean `deployed`?"))
        let version = await bench.run("conform", folder.path, "--event", "deployed", "--version", "9.0.0")
        #expect(version.status == .invalidInput)
        #expect(version.errors.contains("it has: 1.0.0"))
    }
}

@Suite("eventbus catalogue export, generate --language, rules")
struct CatalogueExportCommandTests {
    private let bench = CommandBench()

    @Test(
        "export writes what differs, and --check fails where a file is stale",
        arguments: [
            ("json-schema", "model_registered.writer.schema.json"), ("asyncapi", "asyncapi.json"),
            ("cloudevents", "cloudevents.json"), ("markdown", "catalogue.md"), ("html", "catalogue.html"),
        ])
    func export(_ format: String, _ name: String) async throws {
        let folder = try TemporaryFolder()
        let arguments = ["catalogue", "export", CommandBench.schemas, "--format", format, "--output", folder.path]
        #expect(await bench.run(arguments + ["--check"]).status == .failure)
        #expect(await bench.run(arguments).status == .success)
        let text = try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
        #expect(text.contains("model_registered"))
        #expect(await bench.run(arguments + ["--check"]).status == .success)
        _ = try folder.write(text + " ", to: name)
        #expect(await bench.run(arguments + ["--check"]).status == .failure)
    }

    @Test("one document may be printed; several need a folder")
    func printed() async {
        let printed = await bench.run("catalogue", "export", CommandBench.schemas, "--format", "asyncapi")
        #expect(printed.status == .success)
        #expect(printed.output.hasPrefix("{"))
        for arguments in [["--format", "json-schema"], ["--format", "pdf"], ["--format", "html", "--check"]] {
            let outcome = await bench.run(["catalogue", "export", CommandBench.schemas] + arguments)
            #expect(outcome.status == .usage, "\(arguments)")
        }
    }

    @Test("the pages tell what was released, and what each release changed")
    func history() async throws {
        let folder = try TemporaryFolder()
        var text = try String(contentsOfFile: CommandBench.schemas + "/hokusai.catalogue.yaml", encoding: .utf8)
        let path = try folder.write(text, to: "hokusai.catalogue.yaml")
        #expect(await bench.run("catalogue", "release", path).status == .success)
        text = text.replacing(
            "version: 1.0.0\n    summary: The token of a model was deployed.",
            with: "version: 1.1.0\n    summary: The token of a model was deployed.")
        text = text.replacing(
            "      deployed_at: {", with: "      explorer_url: { type: uri, presence: optional }\n      deployed_at: {")
        _ = try folder.write(text, to: "hokusai.catalogue.yaml")
        #expect(await bench.run("catalogue", "release", path).status == .success)
        let page = await bench.run("catalogue", "export", path, "--format", "markdown")
        #expect(page.output.contains("FIELD_ADDED_OPTIONAL"))
        #expect(page.output.contains("explorer_url"))
    }

    @Test("packages of other languages are written, and compared", arguments: ["python", "typescript"])
    func languages(_ language: String) async throws {
        let folder = try TemporaryFolder()
        let arguments = [
            "catalogue", "generate", CommandBench.schemas, "--language", language, "--package", "events", "--output",
            folder.path,
        ]
        #expect(await bench.run(arguments).status == .success)
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        #expect(files.contains { $0.hasPrefix("events/") && $0.contains("publisher") })
        #expect(await bench.run(arguments + ["--check"]).status == .success)
        #expect(await bench.run(Array(arguments.dropLast(2)) + ["--output", "/proc/none"]).status == .failure)
        let swift = await bench.run(
            "catalogue", "generate", CommandBench.schemas, "--package", "events", "--output", folder.path)
        #expect(swift.status == .usage)
    }

    @Test("rules are listed, and each is explained with an example")
    func rules() async {
        let list = await bench.run("catalogue", "rules", "--json")
        #expect(list.lines.count > 150)
        let rule = await bench.run("catalogue", "rules", "duplicate_key")
        #expect(rule.output.contains("wrong:") && rule.output.contains("right:"))
        let change = await bench.run("catalogue", "rules", "FIELD_ADDED_REQUIRED")
        #expect(change.output.contains("backward breaks, forward safe"))
        let unknown = await bench.run("catalogue", "rules", "FIELD_ADED_REQUIRED")
        #expect(unknown.status == .invalidInput)
        #expect(unknown.errors.contains("did you mean `FIELD_ADDED_REQUIRED`?"))
    }

    @Test("check asks as much as its level says, and takes exceptions with an end")
    func levels() async throws {
        let folder = try TemporaryFolder()
        let text = try String(contentsOfFile: CommandBench.schemas + "/hokusai.catalogue.yaml", encoding: .utf8)
        let summary = "    summary: The token of a model was deployed.\n"
        let path = try folder.write(text.replacing(summary, with: ""), to: "a.catalogue.yaml")
        let arguments = ["catalogue", "check", path, "--no-lock"]
        #expect(await bench.run(arguments + ["--level", "minimal"]).status == .success)
        let standard = await bench.run(arguments)
        #expect(standard.status == .invalidInput)
        #expect(standard.errors.contains("[EVENT_HAS_SUMMARY]"))
        #expect(await bench.run(arguments + ["--level", "stern"]).status == .usage)
        for (date, status) in [("2099-12-31", ExitStatus.success), ("2020-12-31", .invalidInput)] {
            let entry =
                "ignore:\n  - { rule: EVENT_HAS_SUMMARY, path: events.deployed, reason: Told elsewhere., until: \(date) }\n"
            let body = text.replacing(summary, with: "").replacing("ignore:\n", with: entry)
            _ = try folder.write(body, to: "a.catalogue.yaml")
            #expect(await bench.run(arguments).status == status, "\(date)")
        }
    }
}
