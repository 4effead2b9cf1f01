/// How a payload of one major version becomes one of the next; generated code holds those that the catalogue declares.
public struct Upcast: Sendable, Hashable {
    /// The major version that the steps lead to, from the one before.
    public let major: Int
    /// In the order in which they are taken.
    public let steps: [Step]

    /// Declares the steps to a major version.
    public init(to major: Int, _ steps: [Step]) {
        self.major = major
        self.steps = steps
    }

    /// One change of a payload. Fields are those of the event itself, not of objects in it; a step whose field is absent
    /// leaves the payload as it is, unless it says otherwise.
    public enum Step: Sendable, Hashable {
        /// A field gets another name; what the new name held is replaced.
        case rename(String, to: String)
        /// A field that is absent gets a value.
        case setDefault(String, JSONValue)
        /// A field gets a value, whatever it held.
        case constant(String, JSONValue)
        /// A field goes.
        case drop(String)
        /// A text becomes the one that is listed for it, or else `otherwise`; where that is `nil` too, it stays.
        case mapEnum(String, [String: String], otherwise: String? = nil)
        /// A text is taken apart by a template, whose fields get the parts; the field itself goes.
        case split(String, UpcastTemplate)
        /// A field gets the text that a template makes of other fields, which stay; all of them must have a value.
        case merge(String, UpcastTemplate)
    }

    /// Takes all steps.
    ///
    /// - Throws: ``InvalidPayload`` by the rule ``InvalidPayload/Rule/upcast``, with the path of the field, where a value
    ///   cannot be changed as a step says.
    package func apply(to payload: inout JSONObject) throws(InvalidPayload) {
        for step in steps { try apply(step, to: &payload) }
    }

    private func apply(_ step: Step, to payload: inout JSONObject) throws(InvalidPayload) {
        switch step {
        case .rename(let old, let new): payload.rename(old, to: new)
        case .setDefault(let field, let value): if payload[field] == nil { payload[field] = value }
        case .constant(let field, let value): payload[field] = value
        case .drop(let field): payload[field] = nil
        case .mapEnum(let field, let values, let otherwise):
            guard case .string(let text)? = payload[field] else { return }
            if let mapped = values[text] ?? otherwise { payload[field] = .string(mapped) }
        case .split(let field, let template): try split(field, template, &payload)
        case .merge(let field, let template):
            if let text = try template.text(from: payload, for: field, major) { payload[field] = .string(text) }
        }
    }

    private func split(
        _ field: String, _ template: UpcastTemplate, _ payload: inout JSONObject
    ) throws(InvalidPayload) {
        guard let value = payload[field] else { return }
        payload[field] = nil
        // Nothing is in a null; whether the parts may be absent is for the reader of the new version to say.
        if case .null = value { return }
        guard case .string(let text) = value else {
            throw Upcast.refusal(field, major, "only a text can be split, by the template \(template)")
        }
        guard let parts = template.parts(of: text) else {
            throw Upcast.refusal(field, major, "the text does not have the form \(template), by which it is split")
        }
        for part in parts { payload[part.field] = .string(part.text) }
    }

    /// What is thrown where a step cannot be taken; never repeats the value, which may be confidential.
    static func refusal(_ field: String, _ major: Int, _ message: String) -> InvalidPayload {
        InvalidPayload(path: "$.\(field)", rule: .upcast, message: "on the way to version \(major): \(message)")
    }
}
