import AsyncHTTPClient
import Crypto
import EventBus
import Foundation
import HTTPTypes
import NIOCore

/// The fixture's webhooks: signs and sends deliveries as MLflow was seen to, with its retries.
package actor FixtureDeliveries {
    private struct Hook {
        let id: String
        var name: String
        var url: String
        var secret: String
        var isActive: Bool
        var events: [JSONValue]

        var json: JSONValue {
            [
                "webhook_id": .string(id), "name": .string(name), "url": .string(url), "events": .array(events),
                "status": isActive ? "ACTIVE" : "DISABLED",
            ]
        }
    }

    private var hooks: [Hook] = []
    private var made = 0
    private var isDropping = false
    private var running: [Int: Task<Void, Never>] = [:]
    private var given = 0
    private var lost = 0
    /// How long is waited before each repetition; the real ones came after 0 s, 0 s and 2.9 s.
    private var pauses: [Duration] = [.zero, .zero, .milliseconds(300)]

    /// Loses what there is to tell from now on, as MLflow does where nobody takes it for ten seconds.
    package func drop(_ isDropping: Bool = true) { self.isDropping = isDropping }

    /// How many deliveries nobody took.
    package var lostCount: Int { lost }

    /// Waits until nothing is on its way any more.
    package func settle() async {
        while let task = running.first?.value { await task.value }
    }

    /// Sends a delivery to every webhook that listens for it, each in a task of its own: there is no order among them.
    func tell(_ news: FixtureNews) {
        for hook in hooks where hook.isActive && hook.events.contains(where: { Self.matches($0, news) }) {
            if isDropping {
                lost += 1
            } else {
                send(FixtureDelivery(news, secret: hook.secret), to: hook.url)
            }
        }
    }

    private func send(_ delivery: FixtureDelivery, to url: String) {
        given += 1
        let (number, pauses) = (given, pauses)
        running[number] = Task {
            var arrived = await delivery.send(to: url)
            for pause in pauses where arrived == .again {
                try? await Task.sleep(for: pause)
                arrived = await delivery.send(to: url)
            }
            ended(number, arrived == .taken)
        }
    }

    private func ended(_ number: Int, _ wasTaken: Bool) {
        running[number] = nil
        if !wasTaken { lost += 1 }
    }

    private static func matches(_ event: JSONValue, _ news: FixtureNews) -> Bool {
        guard case .object(let event) = event else { return false }
        return FixtureJSON.text(event, "entity")?.lowercased() == news.entity
            && FixtureJSON.text(event, "action")?.lowercased() == news.action
    }

    /// The answer to a question about webhooks.
    func reply(to question: FixtureQuestion, _ parts: [String]) async throws -> JSONObject {
        if parts.count == 1 {
            if question.method == .post { return ["webhook": try make(question)] }
            return hooks.isEmpty ? JSONObject() : ["webhooks": .array(hooks.map(\.json))]
        }
        guard let place = hooks.firstIndex(where: { $0.id == parts[1] }) else {
            throw FixtureError.missing("Webhook with ID \(parts[1])")
        }
        if parts.count == 3, parts[2] == "test" { return ["result": await test(hooks[place])] }
        switch question.method {
        case .delete:
            hooks.remove(at: place)
            return JSONObject()
        case .patch: try change(&hooks[place], question)
        default: break
        }
        return ["webhook": hooks[place].json]
    }

    private func make(_ question: FixtureQuestion) throws -> JSONValue {
        made += 1
        var hook = Hook(
            id: "c38f9292-28a3-4db2-b32e-\(100_000_000_000 + made)", name: try question.require("name"),
            url: try question.require("url"), secret: "", isActive: true, events: [])
        try change(&hook, question)
        hooks.append(hook)
        return hook.json
    }

    private func change(_ hook: inout Hook, _ question: FixtureQuestion) throws {
        hook.name = question.text("name") ?? hook.name
        hook.url = question.text("url") ?? hook.url
        guard hook.url.hasPrefix("http") else { throw FixtureError.invalid("Invalid webhook URL: '\(hook.url)'") }
        hook.secret = question.text("secret") ?? hook.secret
        if let status = question.text("status") { hook.isActive = status.uppercased() == "ACTIVE" }
        if case .array(let events)? = question.body["events"] { hook.events = events }
    }

    private func test(_ hook: Hook) async -> JSONValue {
        let example = FixtureVersion(
            name: "example_model", number: 1, createdAt: 0, updatedAt: 0, source: "models:/123",
            runID: "abcd1234abcd5678", modelID: nil, status: "READY", tags: ["example_key": "example_value"],
            description: "An example model version")
        let delivery = FixtureDelivery(.versionCreated(example), secret: hook.secret)
        return switch await delivery.attempt(at: hook.url) {
        case .success(let status):
            ["success": .bool(status < 300), "response_status": .number(JSONNumber(status)), "response_body": ""]
        case .failure(let error):
            ["success": false, "error_message": .string("Failed to test webhook: \(error)")]
        }
    }
}
