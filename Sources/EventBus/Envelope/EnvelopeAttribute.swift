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
    case publishedBy = "publishedby"
    case data

    /// The attribute of that name, compared by bytes: no `String` is made for each field of each entry.
    init?(_ name: UnsafeRawBufferPointer) {
        switch name.count {
        case 2: self.init(name, "id", .id)
        case 4:
            switch name[1] {
            case UInt8(ascii: "y"): self.init(name, "type", .type)
            case UInt8(ascii: "i"): self.init(name, "time", .time)
            default: self.init(name, "data", .data)
            }
        case 6: self.init(name, "source", .source)
        case 7:
            if name[0] == UInt8(ascii: "v") {
                self.init(name, "version", .version)
            } else {
                self.init(name, "subject", .subject)
            }
        case 11:
            switch name[0] {
            case UInt8(ascii: "c"): self.init(name, "causationid", .causationID)
            case UInt8(ascii: "t"): self.init(name, "traceparent", .traceParent)
            default: self.init(name, "publishedby", .publishedBy)
            }
        case 13: self.init(name, "correlationid", .correlationID)
        default: return nil
        }
    }

    /// The candidate, if the name is spelt so; both are of the same length.
    @inline(__always)
    private init?(_ name: UnsafeRawBufferPointer, _ spelling: StaticString, _ candidate: EnvelopeAttribute) {
        var index = 0
        while index < name.count {
            guard name[index] == spelling.utf8Start[index] else { return nil }
            index += 1
        }
        self = candidate
    }
}
