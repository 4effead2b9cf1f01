import EventBus
import EventCatalogue
import Foundation
import Testing

@Suite("packages of other languages and a real Redis", .serialized)
struct LanguageRedisTests {
    private let packages: Packages
    private let examples: [String: String]

    init() throws {
        packages = try Packages.everything.get()
        let pairs = packages.catalogue.events.flatMap { event in event.examples.map { ($0.name, $0.value.json) } }
        examples = Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    private static func line(_ event: String, _ payload: String) throws -> String {
        let question = PayloadAnswer.Question(event: event, payload: payload)
        return String(decoding: try JSONEncoder().encode(question), as: UTF8.self) + "\n"
    }

    /// All keys of a Redis: of streams their entries with fields and values, of texts the text and its time to live.
    private func contents(_ redis: LanguageRedis) throws -> [String: [[String]]] {
        let text = try Language.python.does("dump", "", redis, packages).joined()
        return try JSONDecoder().decode([String: [[String]]].self, from: Data(text.utf8))
    }

    @Test(
        "a publish puts the fields on the log that Swift puts there, in their order, and keeps history and key",
        arguments: Language.allCases)
    func publish(language: Language) throws {
        let redis = try LanguageRedis()
        defer { redis.stop() }
        let payload = try #require(examples["most"])
        let event = try ThingHappened(payload: Array(payload.utf8))
        let data = String(decoding: try event.payload(), as: UTF8.self)
        let receipts = try language.does(
            "publish", Self.line("thing_happened", payload) + Self.line("thing_happened", payload), redis, packages)
        try #require(receipts.count == 2)
        let contents = try contents(redis)
        let partition = ThingHappened.declaration.stream.partition(ofAggregate: event.aggregateID)
        let prefix = "hokusai:{things:\(partition)}:"
        let log = try #require(contents[prefix + "log"])
        try #require(log.count == 1 && log[0].count == 19)
        let (position, id, time) = (log[0][0], log[0][2], log[0][10])
        #expect(
            log[0] == [
                position, "id", id, "type", "thing_happened", "version", "3.1.0", "source", "writer", "time", time,
                "subject", event.aggregateID, "correlationid", "story", "traceparent", "00-1-2-03", "data", data,
            ])
        #expect(EventID(id)?.description == id)
        #expect(Array(id)[14] == "7" && "89ab".contains(Array(id)[19]), "\(id) is of version 7")
        #expect(Timestamp(time)?.description == time)
        #expect(
            contents[prefix + "history:thing:\(event.aggregateID)"] == [
                ["1-0"] + log[0][1...] + ["position", position]
            ])
        let key = try #require(event.idempotencyKey)
        let kept = try #require(contents[prefix + "idem:thing_happened:\(key)"]?.first)
        #expect(kept[0] == "\(position) 1 \(id)")
        let left = try #require(Int(kept[1]))
        #expect(left > 7_000_000 && left <= 7_200_000, "the window is two hours")
        #expect(contents.count == 3)

        let answers = try receipts.map { try JSONValue(parsing: Array($0.utf8)) }
        #expect(answers[0] == .array([.string(position), .number(JSONNumber(1)), .bool(false), .string(id)]))
        guard case .array(let second) = answers[1] else { throw Packages.Failure(description: receipts[1]) }
        #expect(second[0] == .string(position) && second[2] == .bool(true), "a duplicate has the first one's position")
    }

    @Test(
        "an event without history and key goes to the log alone, as often as it is published",
        arguments: Language.allCases)
    func plain(language: Language) throws {
        let redis = try LanguageRedis()
        defer { redis.stop() }
        let line = try Self.line("thing_noted", try #require(examples["cash"]))
        let receipts = try language.does("publish", line + line, redis, packages)
        let contents = try contents(redis)
        let partition = ThingNoted.declaration.stream.partition(ofAggregate: "n1")
        #expect(contents.keys.sorted() == ["hokusai:{things:\(partition)}:log"])
        #expect(contents.values.first?.count == 2)
        #expect(receipts.allSatisfy { $0.contains("0,false") || $0.contains("0, false") })
    }

    @Test("a log is read by either language, from the beginning and on from a position", arguments: Language.allCases)
    func read(language: Language) throws {
        let redis = try LanguageRedis()
        defer { redis.stop() }
        let payload = try #require(examples["least"])
        _ = try Language.python.does("publish", Self.line("thing_happened", payload), redis, packages)
        _ = try Language.typeScript.does(
            "publish", Self.line("thing_noted", try #require(examples["cash"])), redis, packages)
        let data = String(decoding: try ThingHappened(payload: Array(payload.utf8)).payload(), as: UTF8.self)
        #expect(
            try language.does("read", "", redis, packages) == [
                "thing_happened 1/n1 \(data)", #"thing_noted n1 {"number":"n1","payment":{"kind":"cash"}}"#, "0 0",
            ])
    }

    @Test(
        "a queue's messages are worked on once; what is refused goes to the dead list with its reason",
        arguments: Language.allCases)
    func work(language: Language) throws {
        let redis = try LanguageRedis()
        defer { redis.stop() }
        func message(_ number: String) -> String {
            let payload = #"{"number":"\#(number)","shop":1,"place":"web","note":null,"source":"writer","level":3}"#
            return
                #"{"message_id":"m-\#(number)","message_type":"thing_occurred","timestamp":"2027-06-30T12:00:00Z","payload":\#(payload),"retry_count":0,"max_retries":3}"#
        }
        let foreign = message("x").replacing("thing_occurred", with: "thing_noted").replacing(
            #""level":3"#, with: #""payment":{"kind":"cash"}"#)
        let messages = [message("n1"), message("bad"), "no JSON", foreign, message("later")]
        let input = String(decoding: try JSONEncoder().encode(messages), as: UTF8.self)
        let lines = try language.does("work", input, redis, packages)
        #expect(lines == ["thing_happened m-n1 n1", "raised not now", "empty"])
        let contents = try contents(redis)
        #expect(contents["things:work:processing"] == [[message("later")]], "what failed waits for the reaper")
        let letters = try #require(contents["things:work:dlq"]?.first)
        try #require(letters.count == 3 && contents.count == 2)
        for (letter, (original, word)) in zip(
            letters.reversed(), [(message("bad"), "it never works"), ("no JSON", "syntax"), (foreign, "route")])
        {
            guard case .object(let members) = try JSONValue(parsing: Array(letter.utf8)) else { continue }
            #expect(
                members["original_message"] == .string(original) && members["original_queue"] == .string("things:work"))
            #expect("\(members["error"] ?? .null)".contains(word), "\(letter)")
        }
    }

    @Test("a channel's events reach a subscriber of either language", arguments: Language.allCases)
    func listen(language: Language) throws {
        let redis = try LanguageRedis()
        defer { redis.stop() }
        let message =
            #"{"specversion":"1.0","type":"com.example.languages.thing_happened.v3","id":"e1","data":\#(try #require(examples["least"]))}"#
        #expect(try language.does("listen", message, redis, packages) == ["thing_happened e1 n1"])
    }

    @Test("the examples publish and work, with the packages that the command generates")
    func examplePrograms() throws {
        let redis = try LanguageRedis()
        defer { redis.stop() }
        let hokusai = try Packages.hokusai.get()
        let folder = FileManager.default.temporaryDirectory.appending(path: "examples-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let examples = Packages.root.appending(path: "docs/examples")
        let manager = FileManager.default
        for language in ["python", "typescript"] {
            try manager.createDirectory(at: folder, withIntermediateDirectories: true)
            try manager.copyItem(at: examples.appending(path: language), to: folder.appending(path: language))
        }
        let python = folder.appending(path: "python")
        try manager.copyItem(
            at: hokusai.python.appending(path: Packages.name), to: python.appending(path: "hokusai_events"))
        let typeScript = folder.appending(path: "typescript")
        let modules = typeScript.appending(path: "node_modules/hokusai_events")
        try manager.createDirectory(at: modules, withIntermediateDirectories: true)
        for name in ["package.json", "dist"] {
            try manager.copyItem(at: hokusai.typeScript.appending(path: name), to: modules.appending(path: name))
        }
        let settings = """
            {"compilerOptions": {"target": "ES2020", "module": "CommonJS", "strict": true, "skipLibCheck": true,
             "moduleResolution": "node", "types": [], "lib": ["ES2020", "DOM"], "baseUrl": ".",
             "paths": {"redis": ["/usr/share/nodejs/redis"]}}}
            """
        try Data(settings.utf8).write(to: typeScript.appending(path: "tsconfig.json"))
        let compiled = try Program.run(["tsc"], folder: typeScript)
        #expect(compiled.status == 0, "\(compiled.text)")

        let environment = Language.nodePath.merging(["REDIS_URL": "unix://\(redis.socket)"]) { $1 }
        let published = try Program.run(["python3", "publish.py"], folder: python, environment: environment)
        #expect(published.text.hasPrefix("appended: entry "), "\(published.errors)")
        let again = try Program.run(["node", "publish.js"], folder: typeScript, environment: environment)
        #expect(again.text.hasPrefix("duplicate: entry "), "\(again.errors)")

        let payload = try #require(hokusai.catalogue.event(named: "model_ready_to_deploy")?.examples.first?.value.json)
        let message = #"{"message_id":"m1","message_type":"model_ready_to_deploy","payload":\#(payload)}"#
        for program in [["python3", "deploy.py", "1"], ["node", "deploy.js", "1"]] {
            let push =
                "import redis, sys; redis.Redis(unix_socket_path=sys.argv[1]).lpush('hokusai:model_ready_queue', sys.stdin.read())"
            _ = try Program.run(["python3", "-c", push, redis.socket], input: message)
            let worked = try Program.run(
                program, folder: program[0] == "node" ? typeScript : python, environment: environment)
            #expect(
                worked.text.wholeMatch(of: /message m1: deployed msg-ai of msg-model\/1\/msg-ai at 0x[0-9a-f]{40}\n/)
                    != nil,
                "\(worked.text) \(worked.errors)")
        }
    }
}
