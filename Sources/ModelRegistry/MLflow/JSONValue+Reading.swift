import EventBus

extension JSONValue {
    /// The text of a string.
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The members of an object.
    var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

    /// The elements of an array; none for anything else, since MLflow leaves empty fields out.
    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

    /// A whole number, which MLflow writes as a number or, in older versions, as a string.
    var whole: Int64? {
        switch self {
        case .number(let number): number.int64
        case .string(let text): Int64(text)
        default: nil
        }
    }

    /// A metric's value; not-a-number and the infinities come as strings.
    var metric: Double? {
        switch self {
        case .number(let number): number.double
        case .string("NaN"), .string("nan"): .nan
        case .string("Infinity"), .string("inf"): .infinity
        case .string("-Infinity"), .string("-inf"): -.infinity
        case .string(let text): Double(text)
        default: nil
        }
    }

    /// A list of `{"key": …, "value": …}` as MLflow writes tags; what is no text is passed over.
    var tags: [String: String] {
        var tags: [String: String] = [:]
        for case .object(let tag) in elements {
            if let key = tag["key"]?.text, let value = tag["value"]?.text { tags[key] = value }
        }
        return tags
    }

    /// A list of `{"key": …, "value": …, "timestamp": …, "step": …}` as MLflow writes metrics: of each the latest.
    var metrics: [String: Double] {
        var latest: [String: (time: Int64, step: Int64, value: Double)] = [:]
        for case .object(let metric) in elements {
            guard let key = metric["key"]?.text, let value = metric["value"]?.metric else { continue }
            let found = (time: metric["timestamp"]?.whole ?? 0, step: metric["step"]?.whole ?? 0, value: value)
            if let known = latest[key], (known.step, known.time) > (found.step, found.time) { continue }
            latest[key] = found
        }
        return latest.mapValues(\.value)
    }
}
