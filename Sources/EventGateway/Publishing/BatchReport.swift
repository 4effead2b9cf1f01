import EventBus
import HTTPTypes
import NIOCore

/// What became of each event of a batch, as it is answered: a line for each, and one for all. A pure value.
struct BatchReport: Sendable {
    private(set) var body = ByteBuffer()
    private(set) var appended = 0
    private(set) var duplicates = 0
    private(set) var accepted = 0
    private(set) var failed = 0
    /// Where the batch was given up, and why; the events from there on were not tried.
    private(set) var stop: (line: Int, problem: Problem)?
    private let answersAll: Bool
    /// An answer has 32 MiB at most, and a bit.
    private static let maximumBytes = 33_554_432

    /// - Parameter answersAll: Whether events that were taken have a line too.
    init(answersAll: Bool) {
        self.answersAll = answersAll
    }

    /// Whether there is no room for the answers about more events.
    var isFull: Bool { body.readableBytes > Self.maximumBytes }

    /// How many events were taken.
    var taken: Int { appended + duplicates + accepted }

    /// An event was taken.
    mutating func note(_ receipt: ReceiptBody, line: Int) {
        switch receipt.receipt.outcome {
        case .appended: appended += 1
        case .duplicate: duplicates += 1
        case .accepted: accepted += 1
        }
        guard answersAll else { return }
        body.writeStaticString("{\"line\":")
        body.writeString(String(line))
        body.writeStaticString(",\"status\":")
        body.writeString(String(receipt.status.code))
        body.writeStaticString(",")
        receipt.write(to: &body)
        body.writeStaticString("}\n")
    }

    /// An event was not taken.
    mutating func note(_ problem: Problem, line: Int) {
        failed += 1
        var object: JSONObject = [
            "line": .number(JSONNumber(line)), "status": .number(JSONNumber(problem.status.code)),
        ]
        object["detail"] = .string(problem.detail)
        for member in problem.members.members { object[member.name] = member.value }
        body.writeBytes(JSONValue.object(object).bytes)
        body.writeInteger(UInt8(ascii: "\n"))
    }

    /// The batch is given up; the first time counts.
    mutating func noteStop(_ problem: Problem, line: Int) {
        if stop == nil { stop = (line, problem) }
    }

    /// The whole answer.
    ///
    /// - Throws: ``Problem`` where nothing at all was taken since the bus can't take anything now: the batch can be sent
    ///   again as it is.
    func answer() throws(Problem) -> (status: HTTPResponse.Status, body: ByteBuffer) {
        if taken == 0, failed == 0, stop == nil {
            throw Problem(.badRequest, "the body holds no event: each line is one JSON object")
        }
        if taken == 0, let stop { throw stop.problem }
        var body = body
        var summary: JSONObject = [
            "appended": .number(JSONNumber(appended)), "duplicates": .number(JSONNumber(duplicates)),
            "accepted": .number(JSONNumber(accepted)), "failed": .number(JSONNumber(failed)),
        ]
        if let stop {
            summary["not_tried_from_line"] = .number(JSONNumber(stop.line))
            summary["detail"] = .string(stop.problem.detail)
        }
        body.writeBytes(JSONValue.object(["summary": .object(summary)]).bytes)
        body.writeInteger(UInt8(ascii: "\n"))
        let isWhole = failed == 0 && stop == nil
        return (
            isWhole ? (accepted > 0 ? .accepted : .ok) : HTTPResponse.Status(code: 207, reasonPhrase: "Multi-Status"),
            body
        )
    }
}
