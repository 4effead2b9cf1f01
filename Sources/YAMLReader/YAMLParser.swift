import CLibYAML

/// Owns one libyaml parser and the bytes that it reads.
///
/// Not `Sendable`: a parser lives within one call of ``YAMLReader``.
final class YAMLParser {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let path: String
    private let scalarLimit: Int

    init(bytes source: [UInt8], path: String, scalarLimit: Int) {
        self.path = path
        self.scalarLimit = scalarLimit
        bytes = .allocate(capacity: source.count)
        _ = bytes.initialize(from: source)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        // Fails only where not a few hundred bytes can be allocated.
        precondition(yaml_parser_initialize(parser) == 1, "libyaml has no memory for a parser")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deinitialize(count: 1)
        parser.deallocate()
        bytes.deallocate()
    }

    /// The next event; after an error or the stream's end there is none to ask for.
    func next() throws(YAMLError) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        let location = location(event.start_mark)
        switch event.type {
        case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, location: location)
        case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, location: location)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, location: location)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, location: location)
        case YAML_ALIAS_EVENT: return YAMLEvent(kind: .alias, location: location)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            return YAMLEvent(
                kind: scalarKind(scalar.value, count: scalar.length, style: scalar.style), location: location,
                hasAnchor: scalar.anchor != nil, hasTag: scalar.tag != nil)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return YAMLEvent(
                kind: .sequenceStart, location: location, hasAnchor: start.anchor != nil, hasTag: start.tag != nil)
        case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, location: location)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return YAMLEvent(
                kind: .mappingStart, location: location, hasAnchor: start.anchor != nil, hasTag: start.tag != nil)
        case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, location: location)
        default: throw YAMLError(.syntax, at: location, "libyaml gave an event that this reader does not know")
        }
    }

    private func scalarKind(
        _ start: UnsafePointer<UInt8>, count: Int, style: yaml_scalar_style_t
    ) -> YAMLEvent.Kind {
        guard count <= scalarLimit else { return .largeScalar(count) }
        let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        let style: YAMLScalar.Style =
            switch style {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
            case YAML_LITERAL_SCALAR_STYLE: .literal
            case YAML_FOLDED_SCALAR_STYLE: .folded
            default: .plain
            }
        return .scalar(YAMLScalar(text: text, style: style))
    }

    /// libyaml counts lines and columns from 0.
    private func location(_ mark: yaml_mark_t) -> SourceLocation {
        SourceLocation(path: path, line: mark.line + 1, column: mark.column + 1)
    }

    private func failure() -> YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the text is not YAML"
        switch parser.pointee.error {
        case YAML_MEMORY_ERROR:
            return YAMLError(.limit, at: location(parser.pointee.mark), "libyaml has no memory left")
        case YAML_READER_ERROR:
            let offset = characterStart(before: min(parser.pointee.problem_offset, bytes.count))
            return YAMLError(
                .encoding, at: location(ofByte: offset), "\(problem); save the file as UTF-8 without control characters"
            )
        default:
            let mark = parser.pointee.problem_mark
            let context = parser.pointee.context.map { " \(String(cString: $0))" } ?? ""
            let advice =
                context.contains(" flow ") ? "; look at the brackets and commas before this place" : advice(at: mark)
            return YAMLError(.syntax, at: location(mark), "\(problem)\(context)\(advice)")
        }
    }

    /// What to do about the commonest slips, told by the byte at the place of the problem.
    private func advice(at mark: yaml_mark_t) -> String {
        guard mark.index < bytes.count else { return "; a bracket or a quote is not closed" }
        switch byte(atScalar: mark.index) {
        case UInt8(ascii: "\t"): return "; indent with spaces, YAML takes no tab here"
        case UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "%"):
            return "; put the text in quotes"
        case UInt8(ascii: ":"): return "; put a text that contains ': ' in quotes"
        default: return "; look at the indentation and the brackets before this place"
        }
    }

    /// libyaml counts characters where bytes are asked for.
    private func byte(atScalar index: Int) -> UInt8? {
        var seen = -1
        for byte in bytes where byte & 0xC0 != 0x80 {
            seen += 1
            if seen == index { return byte }
        }
        return nil
    }

    /// The first byte of the broken character that the byte at an offset belongs to.
    private func characterStart(before offset: Int) -> Int {
        var start = offset
        while start > 0, offset - start < 3, bytes[start - 1] & 0xC0 == 0x80 { start -= 1 }
        guard start > 0, bytes[start - 1] >= 0xC0 else { return offset }
        let length = bytes[start - 1] >= 0xF0 ? 4 : bytes[start - 1] >= 0xE0 ? 3 : 2
        return start - 1 + length > offset ? start - 1 : offset
    }

    private func location(ofByte offset: Int) -> SourceLocation {
        var line = 1
        var column = 1
        for byte in bytes[..<offset] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return SourceLocation(path: path, line: line, column: column)
    }
}
