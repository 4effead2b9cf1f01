/// The fields of a log entry: CloudEvents attributes, and the payload.
///
/// They are always written in this order, since Redis stores the field names of alike entries only once.
package enum EnvelopeAttribute: String, Sendable, CaseIterable {
    case id
    case type
    case version
    case source
    case time
    case subject
    case correlationID = "correlationid"
    case causationID = "causationid"
    case traceParent = "traceparent"
    case data

    /// The attribute of that name, compared by length and bytes: no `String` is made for each field of each entry.
    init?(_ name: UnsafeRawBufferPointer) {
        let candidate: EnvelopeAttribute
        switch (name.count, name.first) {
        case (2, _): candidate = .id
        case (4, UInt8(ascii: "d")): candidate = .data
        case (4, UInt8(ascii: "t")):
            candidate = name.last == UInt8(ascii: "e") && name[1] == UInt8(ascii: "y") ? .type : .time
        case (6, _): candidate = .source
        case (7, UInt8(ascii: "v")): candidate = .version
        case (7, _): candidate = .subject
        case (13, _): candidate = .correlationID
        case (11, UInt8(ascii: "c")): candidate = .causationID
        case (11, _): candidate = .traceParent
        default: return nil
        }
        guard candidate.rawValue.utf8.elementsEqual(name) else { return nil }
        self = candidate
    }
}
