/// A generated type that is written as one JSON object inside a payload: a nested object or a union.
public protocol PayloadValue: Sendable, Hashable, Codable {
    /// Writes the object and checks it on the way.
    ///
    /// - Throws: ``InvalidPayload`` with the path and the rule of the first field that the catalogue refuses.
    func writePayload(to json: inout JSONWriter) throws(InvalidPayload)

    /// Reads the object, keeping fields that this version does not know.
    ///
    /// - Throws: ``InvalidPayload`` where a required field is absent or a type is wrong.
    init(payload json: inout JSONReader) throws(InvalidPayload)
}
