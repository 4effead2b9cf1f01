import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventCatalogue
import EventGateway
import NIOHTTP1
import TestSupport
import Testing

@Suite("Publishing")
struct PublishTests {
    private static let json = "application/json"

    private static func length(_ bench: GatewayBench) -> Int {
        let key = "\(bench.bus.settings.namespace):{model_lifecycle:0}:log"
        let answer = bench.redis.ask("XLEN \(key)")
        return Int(answer.dropFirst().prefix { $0.isNumber }) ?? -1
    }

    @Test("one payload is appended, and the receipt says where")
    func one() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let headers: HTTPHeaders = [
                "x-correlation-id": "story-1", "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            ]
            let answer = try await bench.publish("model_registered", Payloads.registered(), headers: headers)
            #expect(answer.status == 201)
            #expect(answer.string("outcome") == "appended")
            #expect(answer.string("type") == "model_registered")
            #expect(answer["version"] == 1)
            #expect(answer["partition"] == 0)
            #expect(answer.string("durability") == "memory")
            #expect(EventID(answer.string("id") ?? "") != nil)
            #expect(StreamPosition(answer.string("position") ?? "") != nil)
            let entry = bench.redis.ask(
                "XRANGE \(bench.bus.settings.namespace):{model_lifecycle:0}:log - +")
            for text in ["story-1", "b7ad6b7169203331", "/gateway-tests"] { #expect(entry.contains(text)) }
        }
    }

    @Test("what can't be published is refused with what, where and how to mend")
    func refusals() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let unknown = try await bench.publish("model_registred", Payloads.registered())
            #expect(unknown.status == 404)
            #expect(unknown.string("did_you_mean") == "model_registered")
            let notJSON = try await bench.publish("model_registered", "{\"model_id\":")
            #expect(notJSON.status == 400)
            let marked = try await bench.publish("model_registered", "\u{FEFF}" + Payloads.registered())
            #expect(marked.status == 400)
            #expect(marked.string("detail")?.contains("byte order mark") == true)
            let violations = try await bench.publish("model_registered", "{\"model_id\":\"m/1/x\",\"nope\":1}")
            #expect(violations.status == 422)
            #expect(violations.headers.first(name: "content-type") == "application/problem+json")
            #expect(violations.string("violations/0/path") == "$.nope")
            #expect(violations.string("violations/0/rule") == "undeclared")
            let form = try await bench.publish(
                "model_registered", Payloads.registered(), headers: ["content-type": "text/plain"])
            #expect(form.status == 415)
            #expect(form.headers.first(name: "accept")?.contains("application/x-ndjson") == true)
            let packed = try await bench.publish(
                "model_registered", Payloads.registered(), headers: ["content-encoding": "gzip"])
            #expect(packed.status == 415)
            let nothing = try await bench.ask("/nothing")
            #expect(nothing.status == 404)
            let method = try await bench.ask("/events/model_registered", .PUT, body: "")
            #expect(method.status == 405)
            #expect(method.headers.first(name: "allow") == "POST")
            let large = try await bench.publish(
                "model_registered", "{\"model_id\":\"\(String(repeating: "x", count: 1_100_000))\"}")
            #expect(large.status == 413)
            for answer in [unknown, notJSON, form, packed, nothing, method, large] {
                #expect(answer.headers.first(name: "content-type") == "application/problem+json")
                #expect(answer.string("detail")?.isEmpty == false)
            }
            #expect(Self.length(bench) == 0)
        }
    }

    @Test("an idempotency key appends once, however it is called, and a declared one must agree")
    func idempotency() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let keyless = try #require(
                bench.catalogue.catalogue.events.first { $0.idempotencyKey == nil && !$0.examples.isEmpty })
            let payload = keyless.examples[0].value.json
            let first = try await bench.publish(keyless.name, payload, headers: ["idempotency-key": "k-1"])
            #expect(first.status == 201)
            let again = try await bench.publish(keyless.name, payload, headers: ["x-hokusai-idempotency-key": "k-1"])
            #expect(again.status == 200)
            #expect(again.string("outcome") == "duplicate")
            #expect(again.string("position") == first.string("position"))
            // The one that is in the log.
            #expect(again.string("id") == first.string("id"))
            let other = try await bench.publish(keyless.name, payload, headers: ["idempotency-key": "k-2"])
            #expect(other.status == 201)

            let keyed = try #require(
                bench.catalogue.catalogue.events.first { $0.idempotencyKey != nil && !$0.examples.isEmpty })
            let declared = keyed.examples[0].value.json
            let conflict = try await bench.publish(keyed.name, declared, headers: ["idempotency-key": "another"])
            #expect(conflict.status == 409)
            let appended = try await bench.publish(keyed.name, declared)
            #expect(appended.status == 201)
            let repeated = try await bench.publish(keyed.name, declared)
            #expect(repeated.status == 200)
        }
    }

    @Test("of two that expect the same version of an aggregate one is told the version that there is")
    func expectedVersion() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            func publish(_ version: String, _ headers: HTTPHeaders = [:]) async throws -> GatewayBench.Answer {
                var all = headers
                all.add(name: "eventbus-expected-version", value: version)
                let payload = """
                    {"model_id":"m/2/x","model_name":"m","model_version":"2","reason":"run_not_found","message":"No run."}
                    """
                return try await bench.publish("validation_failed", payload, headers: all)
            }
            #expect(try await publish("0")["version"] == 1)
            let conflict = try await publish("0")
            #expect(conflict.status == 409)
            #expect(conflict["expected_version"] == 0 && conflict["actual_version"] == 1)
            #expect(conflict.string("outcome") == "rejected")
            #expect(conflict.string("detail")?.contains("is at version 1, and 0 was expected") == true)
            #expect(try await publish("1")["version"] == 2)
            for junk in ["-1", "two", "1.5", "9007199254740992", "99999999999999999999"] {
                #expect(try await publish(junk).status == 400, "\(junk)")
            }
            #expect(try await publish("9007199254740991").status == 409)
            for type in ["application/x-ndjson", "application/cloudevents-batch+json"] {
                let batch = try await bench.ask(
                    "/events/validation_failed", .POST,
                    headers: ["eventbus-expected-version": "2", "content-type": type], body: "[]")
                #expect(batch.status == 422, "\(type)")
                #expect(batch.string("detail")?.contains("is about one event") == true)
            }
            #expect(Self.length(bench) == 2)
        }
    }

    @Test("a batch of lines is appended in order, and each line has its own outcome")
    func lines() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            var lines = (1...700).map { Payloads.registered("m/\($0)/x") }
            let whole = try await bench.publish(
                "model_registered", lines.joined(separator: "\n"), headers: ["content-type": "application/x-ndjson"])
            #expect(whole.status == 200)
            let answers = whole.text.split(separator: "\n").compactMap { try? JSONValue(parsing: Array($0.utf8)) }
            #expect(answers.count == 701)
            #expect(answers.last == ["summary": ["appended": 700, "duplicates": 0, "accepted": 0, "failed": 0]])
            let positions = answers.compactMap { answer -> StreamPosition? in
                guard case .object(let object) = answer, case .string(let text)? = object["position"] else {
                    return nil
                }
                return StreamPosition(text)
            }
            #expect(positions.count == 700)
            #expect(positions == positions.sorted())

            lines = [
                Payloads.registered("a/1/x"), "", "{\"model_id\":1}", "nonsense", Payloads.registered("a/2/x") + "\r",
            ]
            let mixed = try await bench.publish(
                "model_registered", lines.joined(separator: "\n") + "\n",
                headers: ["content-type": "application/x-ndjson"])
            #expect(mixed.status == 207)
            let parts = mixed.text.split(separator: "\n").map(String.init)
            try #require(parts.count == 5)
            #expect(parts[0].hasPrefix("{\"line\":1,\"status\":201,"))
            #expect(parts[1].hasPrefix("{\"line\":3,\"status\":422,"))
            #expect(parts[1].contains("\"violations\":[{\"path\":\"$.model_id\""))
            #expect(parts[2].hasPrefix("{\"line\":4,\"status\":400,"))
            #expect(parts[3].hasPrefix("{\"line\":5,\"status\":201,"))
            #expect(parts[4] == #"{"summary":{"appended":2,"duplicates":0,"accepted":0,"failed":2}}"#)
            #expect(Self.length(bench) == 702)

            let brief = try await bench.ask(
                "/events/model_registered?receipts=none", .POST, headers: ["content-type": "application/x-ndjson"],
                body: Payloads.registered("b/1/x") + "\n7\n")
            #expect(brief.text.split(separator: "\n").count == 2)
            for query in ["recepits=none", "receipts=some", "receipts=none&receipts=none"] {
                let refused = try await bench.ask(
                    "/events/model_registered?\(query)", .POST, headers: ["content-type": "application/json"],
                    body: Payloads.registered("c/1/x"))
                #expect(refused.status == 400, "\(query)")
            }
            #expect(Self.length(bench) == 703)
            let empty = try await bench.publish(
                "model_registered", "\n\n", headers: ["content-type": "application/x-ndjson"])
            #expect(empty.status == 400)
        }
    }

    @Test("a batch that is sent again under the same key appends nothing twice")
    func repeatedBatch() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let keyless = try #require(
                bench.catalogue.catalogue.events.first { $0.idempotencyKey == nil && !$0.examples.isEmpty })
            let body = Array(repeating: keyless.examples[0].value.json, count: 3).joined(separator: "\n")
            let headers: HTTPHeaders = ["content-type": "application/x-ndjson", "idempotency-key": "load-7"]
            let first = try await bench.publish(keyless.name, body, headers: headers)
            #expect(first.text.contains(#""appended":3,"duplicates":0"#))
            let second = try await bench.publish(keyless.name, body, headers: headers)
            #expect(second.status == 200)
            #expect(second.text.contains(#""appended":0,"duplicates":3"#))
        }
    }

    @Test("CloudEvents come in structured, binary and batch mode, under their short and their full type")
    func cloudEvents() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let id = "0192e4a0-7c3e-7cc1-9a4d-0242ac120002"
            let full = "\(bench.catalogue.catalogue.id).model_registered.v1"
            func structured(_ id: String, _ model: String, type: String = full, subject: String? = nil) -> String {
                let subject = subject.map { ",\"subject\":\"\($0)\"" } ?? ""
                return """
                    {"specversion":"1.0","type":"\(type)","id":"\(id)","source":"/elsewhere","time":"2026-01-02T03:04:05Z"\
                    \(subject),"data":\(Payloads.registered(model))}
                    """
            }
            let form: HTTPHeaders = ["content-type": "application/cloudevents+json; charset=utf-8"]
            let first = try await bench.ask(
                "/events", .POST, headers: form, body: structured(id, "m/1/x", subject: "m/1/x"))
            #expect(first.status == 201)
            #expect(first.string("id") == id)
            let again = try await bench.ask("/events", .POST, headers: form, body: structured(id, "m/1/x"))
            #expect(again.string("position") == first.string("position"))
            let entry = bench.redis.ask("XRANGE \(bench.bus.settings.namespace):{model_lifecycle:0}:log - +")
            for text in [id, "/elsewhere", "2026-01-02T03:04:05.000000Z"] { #expect(entry.contains(text)) }

            let binary: HTTPHeaders = [
                "content-type": "application/json", "ce-specversion": "1.0", "ce-type": "model_registered",
                "ce-id": "not-a-uuid", "ce-source": "/elsewhere", "ce-subject": "m%2F2%2Fx",
            ]
            let second = try await bench.ask(
                "/events/model_registered", .POST, headers: binary, body: Payloads.registered("m/2/x"))
            #expect(second.status == 201)
            let wrongSubject = try await bench.ask(
                "/events/model_registered", .POST, headers: binary, body: Payloads.registered("m/3/x"))
            #expect(wrongSubject.status == 422)

            let batch = "[\(structured("a", "m/4/x")),\(structured("b", "m/5/x", type: "nope")),7]"
            let third = try await bench.ask(
                "/events", .POST, headers: ["content-type": "application/cloudevents-batch+json"], body: batch)
            #expect(third.status == 207)
            let parts = third.text.split(separator: "\n").map(String.init)
            #expect(parts[0].hasPrefix("{\"line\":1,\"status\":201,"))
            #expect(parts[1].hasPrefix("{\"line\":2,\"status\":404,"))
            #expect(parts[2].hasPrefix("{\"line\":3,\"status\":400,"))

            let wrong: [(String, Int)] = [
                (structured(id, "m/1/x", type: "\(bench.catalogue.catalogue.id).model_registered.v9"), 422),
                (structured(id, "m/1/x", type: "model_deployed"), 422),
                (structured(id, "m/1/x").replacing("\"1.0\"", with: "\"0.3\""), 400),
                (structured(id, "m/1/x").replacing("\"source\"", with: "\"sauce\""), 400), ("[]", 400), ("{", 400),
            ]
            for (body, status) in wrong {
                let answer = try await bench.ask("/events/model_registered", .POST, headers: form, body: body)
                #expect(answer.status == status, "\(body)")
            }
        }
    }

    @Test("while Redis is away publishing answers 503 and when to try again, and goes on when it is back")
    func redisAway() async throws {
        let redis = try await TestRedisServer()
        let settings = [Setting.retryMaximum: "0"]
        try await GatewayBench.run(on: redis, settings: settings) { bench in
            let before = try await bench.publish("model_registered", Payloads.registered("m/1/x"))
            #expect(before.status == 201)
            redis.kill()
            let isAway = try await eventually {
                let answer = try await bench.publish("model_registered", Payloads.registered("m/2/x"))
                return answer.status == 503 && answer.headers.first(name: "retry-after") == "2"
                    && answer.string("outcome") == "not_sent"
            }
            #expect(isAway)
            let batch = try await bench.publish(
                "model_registered", Payloads.registered("m/3/x"), headers: ["content-type": "application/x-ndjson"])
            #expect(batch.status == 503)
            try await redis.start()
            let isBack = try await eventually {
                try await bench.publish("model_registered", Payloads.registered("m/4/x")).status == 201
            }
            #expect(isBack)
        }
    }

    @Test("a Redis without room for events is 503, and says that this passes")
    func memory() async throws {
        let redis = try await TestRedisServer(configuration: ["maxmemory 3mb", "maxmemory-policy noeviction"])
        let settings: [Setting: String] = [.memoryHighWater: "0.1", .retryMaximum: "0"]
        try await GatewayBench.run(on: redis, settings: settings) { bench in
            let isFull = try await eventually {
                let answer = try await bench.publish("model_registered", Payloads.registered())
                return answer.status == 503 && answer.headers.first(name: "retry-after") == "5"
            }
            #expect(isFull)
        }
    }

    @Test("the catalogue is given as JSON, as a page, as AsyncAPI and as schemas, each with a tag")
    func catalogue() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let paths = [
                "/catalogue": "application/json", "/catalogue.html": "text/html; charset=utf-8",
                "/asyncapi.json": "application/json", "/schemas/model_registered": "application/schema+json",
            ]
            for (path, type) in paths {
                let answer = try await bench.ask(path)
                #expect(answer.status == 200)
                #expect(answer.headers.first(name: "content-type") == type)
                let tag = try #require(answer.headers.first(name: "etag"))
                let again = try await bench.ask(path, headers: ["if-none-match": "\"x\", \(tag)"])
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
            }
            let json = try await bench.ask("/catalogue")
            #expect(json.string("events/0/type") == "model_registered")
            #expect(json.string("events/0/fields/0/name") == "model_id")
            let schema = try await bench.ask("/schemas/model_registered")
            #expect(schema.string("$schema") == "https://json-schema.org/draft/2020-12/schema")
            let reader = try await bench.ask("/schemas/model_registered?view=reader")
            #expect(reader.body != schema.body)
            let unknown = try await bench.ask("/schemas/model_registred")
            #expect(unknown.string("did_you_mean") == "model_registered")
            #expect(try await bench.ask("/schemas/model_registered?veiw=reader").status == 400)
        }
    }
}
