import EventBus
import ModelRegistry

/// What `model` and `mlflow sync` print of a review.
struct ReviewLine {
    let result: ReviewResult
    /// Whether nothing was published, only worked out.
    var isPreview = false

    /// The lines in the form that was asked for.
    func lines(_ form: OutputOptions.Form) -> [String] {
        switch form {
        case .text: text
        case .json: ["\(json)"]
        }
    }

    private var text: [String] {
        let model = PlainText.escaped("\(result.modelName)/\(result.modelVersion)")
        let first =
            switch result.standing {
            case .pending(let missing):
                "\(model) is pending: it lacks \(missing.map { "\($0)" }.joined(separator: ", "))"
            case .ready: "\(model) is ready to deploy"
            case .failed(let reason, let message): "\(model) was turned down (\(reason)): \(message)"
            }
        return [PlainText.escaped(first)]
            + result.emitted.map { event in
                isPreview
                    ? "  would publish \(event.type)"
                    : "  \(ReceiptLine(receipt: event.receipt, event: event.type).text(.text))"
            }
    }

    /// The review for programs.
    var json: JSONValue {
        var object: JSONObject = [
            "model_name": .string(result.modelName), "model_version": .string(result.modelVersion),
            "model_id": result.modelID.map { .string($0) } ?? .null,
        ]
        switch result.standing {
        case .pending(let missing):
            object["standing"] = "pending"
            object["missing"] = .array(missing.map { .string("\($0)") })
        case .ready: object["standing"] = "ready"
        case .failed(let reason, let message):
            object["standing"] = "failed"
            object["reason"] = .string(reason)
            object["message"] = .string(message)
        }
        object["event_emitted"] = .bool(!isPreview && result.standing == .ready)
        object["event_id"] = isPreview ? .null : result.eventID.map { .string("\($0)") } ?? .null
        object[isPreview ? "would_publish" : "events"] = .array(
            result.emitted.map { event in
                isPreview
                    ? .string(event.type)
                    : ["type": .string(event.type), "id": .string("\(event.receipt.eventID)")]
            })
        return .object(object)
    }
}
