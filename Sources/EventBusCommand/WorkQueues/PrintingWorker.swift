import EventBus
import RedisEventBus
import ServiceLifecycle

/// Prints messages and completes them, until it has printed enough or is shut down.
struct PrintingWorker: Service {
    let queue: RawWorkQueue
    let name: String
    let limit: Int?
    let form: OutputOptions.Form
    let context: CommandContext

    func run() async throws {
        var taken = 0
        for try await job in queue.jobs(worker: name).cancelOnGracefulShutdown() {
            context.output(line(job) + "\n")
            try await job.complete()
            taken += 1
            if taken == limit { return }
        }
    }

    private func line(_ job: RawJob) -> String {
        let message = job.message
        switch form {
        case .text:
            let facts = [message.time?.description, message.type, message.id].compactMap(\.self)
            let attempt = job.attempt > 1 ? ["attempt=\(job.attempt)"] : []
            let all = facts + attempt + [String(decoding: message.payload, as: UTF8.self)]
            return PlainText.escaped(all.joined(separator: "  "))
        case .json:
            var object = JSONObject()
            object["attempt"] = .number(JSONNumber(job.attempt))
            object["id"] = message.id.map { .string($0) }
            object["type"] = message.type.map { .string($0) }
            object["time"] = message.time.map { .string("\($0)") }
            object["payload"] = MessageText.json(message.payload)
            return "\(JSONValue.object(object))"
        }
    }
}
