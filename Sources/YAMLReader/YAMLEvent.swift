/// One event of a YAML stream, free of C.
struct YAMLEvent {
    var kind: Kind
    var location: SourceLocation
    /// Whether the node carries `&anchor`.
    var hasAnchor = false
    /// Whether the node carries `!tag`.
    var hasTag = false

    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd
        case alias
        case scalar(YAMLScalar)
        /// A scalar above the limit: so many bytes.
        case largeScalar(Int)
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
    }
}
