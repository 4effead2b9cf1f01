import EventBus

/// How MLflow writes lists of tags and of metrics.
enum FixtureJSON {
    static func tags(_ tags: [String: String]) -> JSONValue? {
        if tags.isEmpty { return nil }
        return .array(tags.sorted { $0.key < $1.key }.map { ["key": .string($0.key), "value": .string($0.value)] })
    }

    /// As the server was seen to write them: not-a-number as a string, infinity as the largest double.
    static func metrics(_ metrics: [String: Double]) -> JSONValue? {
        if metrics.isEmpty { return nil }
        return .array(
            metrics.sorted { $0.key < $1.key }.map { metric in
                let largest = Double.greatestFiniteMagnitude
                let value =
                    JSONNumber(min(max(metric.value, -largest), largest)).map { JSONValue.number($0) } ?? notANumber
                return [
                    "key": .string(metric.key), "value": metric.value.isNaN ? notANumber : value,
                    "timestamp": .number(JSONNumber(1_795_251_801_000)), "step": 0,
                ]
            })
    }

    /// What stands for not-a-number.
    static let notANumber: JSONValue = "NaN"

    /// Text of a field that may be left out.
    static func text(_ object: JSONObject, _ field: String) -> String? {
        if case .string(let text)? = object[field], !text.isEmpty { text } else { nil }
    }

    /// Tags out of a request.
    static func tags(in object: JSONObject) -> [String: String] {
        guard case .array(let list)? = object["tags"] else { return [:] }
        var tags: [String: String] = [:]
        for case .object(let tag) in list {
            if let key = text(tag, "key"), case .string(let value)? = tag["value"] { tags[key] = value }
        }
        return tags
    }
}
