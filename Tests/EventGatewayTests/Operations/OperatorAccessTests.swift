import EventBus
import EventBusOperations
import NIOHTTP1
import TestSupport
import Testing

@testable import EventGateway

@Suite("Who may use the operators' API")
struct OperatorAccessTests {
    @Test("who reads may look and not act, who operates may act and not look, and the audit names who acted")
    func roles() async throws {
        let redis = try await TestRedisServer()
        let reader = try #require(AccessToken.make(name: "viewer", roles: [.read]))
        let worker = try #require(AccessToken.make(name: "pager", roles: [.operate]))
        var configuration = GatewayConfiguration(port: 0)
        configuration.tokens = AccessTokens([reader.token, worker.token])
        try await GatewayBench.run(on: redis, configuration: configuration) { bench in
            let looks = ["/dead-letters", "/queues", "/groups", "/audit", "/openapi.json", "/events"]
            let acts = [
                "/dead-letters/redrive", "/dead-letters/discard", "/groups/model_lifecycle/router/pause",
                "/groups/model_lifecycle/router/resume", "/queues/hokusai:model_ready_queue/dead/redrive",
            ]
            for path in looks + acts {
                let method: HTTPMethod = looks.contains(path) ? .GET : .POST
                let (may, mayNot) = method == .GET ? (reader, worker) : (worker, reader)
                let unknown = try await bench.ask(path, method)
                #expect(unknown.status == 401, "\(path)")
                let wrong = try await bench.ask(path, method, headers: ["authorization": "Bearer \(mayNot.text)"])
                #expect(wrong.status == 403, "\(path)")
                if path != "/events" {
                    let right = try await bench.ask(path, method, headers: ["authorization": "Bearer \(may.text)"])
                    #expect(right.status == 200, "\(path)")
                }
            }
            let audit = try await bench.ask("/audit", headers: ["authorization": "Bearer \(reader.text)"])
            #expect(audit.string("records/0/who") == "pager")
        }
    }

    @Test("the audit tells what was done to this process's outbox, too")
    func outboxActs() async throws {
        let redis = try await TestRedisServer()
        let place = AuditRecord.Place.outbox(stream: "model_lifecycle", partition: 0)
        let record = AuditRecord(time: .now, act: AuditAct(rawValue: "retry"), who: "desk", place: place)
        let change: (inout GatewayParts) -> Void = { $0.outboxActs = { [record] } }
        try await GatewayBench.run(on: redis, changing: change) { bench in
            _ = try await bench.publish("model_registered", Payloads.registered())
            let audit = try await bench.ask("/audit")
            let acts = [0, 1].compactMap { audit.string("records/\($0)/act") }
            #expect(Set(acts) == ["publish", "retry"])
        }
    }
}
