/// Builds nodes from events; errors after which reading can go on are collected.
struct YAMLNodeBuilder {
    private let parser: YAMLParser
    private let limits: YAMLLimits
    private(set) var errors: [YAMLError] = []

    init(parser: YAMLParser, limits: YAMLLimits) {
        self.parser = parser
        self.limits = limits
    }

    /// The only document of the stream; `nil` where the stream is empty.
    mutating func document() throws(YAMLError) -> YAMLNode? {
        _ = try parser.next()  // the stream's start
        guard case .documentStart = try parser.next().kind else { return nil }
        let root = try node(try parser.next(), depth: 1)
        _ = try parser.next()  // the document's end
        let last = try parser.next()
        if case .documentStart = last.kind {
            throw YAMLError(
                .unsupported, at: last.location, "a second document begins; keep one document in a file")
        }
        return root
    }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
        if event.hasAnchor {
            try report(.unsupported, event.location, "anchors (&name) are not read; write the value where it is used")
        }
        if event.hasTag {
            try report(
                .unsupported, event.location,
                "tags (!name) are not read; leave it out, the place of a value says its type")
        }
        switch event.kind {
        case .scalar(let scalar): return YAMLNode(.scalar(scalar), at: event.location)
        case .largeScalar(let count):
            try report(
                .limit, event.location,
                "this text has \(count) bytes, more than the \(limits.scalarBytes) that are read")
            return placeholder(event)
        case .alias:
            try report(.unsupported, event.location, "aliases (*name) are not read; write the value itself")
            return placeholder(event)
        case .sequenceStart:
            try checkDepth(depth, event)
            return try sequence(event, depth: depth)
        case .mappingStart:
            try checkDepth(depth, event)
            return try mapping(event, depth: depth)
        default:
            throw YAMLError(.syntax, at: event.location, "a value is missing here")
        }
    }

    private mutating func sequence(_ start: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
        var items: [YAMLNode] = []
        while true {
            let event = try parser.next()
            if case .sequenceEnd = event.kind { return YAMLNode(.sequence(items), at: start.location) }
            items.append(try node(event, depth: depth + 1))
        }
    }

    private mutating func mapping(_ start: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
        var pairs: [YAMLPair] = []
        var places: [String: SourceLocation] = [:]
        while true {
            let event = try parser.next()
            if case .mappingEnd = event.kind { return YAMLNode(.mapping(pairs), at: start.location) }
            let key = try node(event, depth: depth + 1)
            let value = try node(try parser.next(), depth: depth + 1)
            guard let scalar = key.scalar else {
                try report(.unsupported, key.location, "a key must be a plain text, not a list or a mapping")
                continue
            }
            let text = scalar.text
            if let first = places[text] {
                try report(
                    .duplicateKey, key.location,
                    "the key `\(text)` is here a second time, the first is at \(first.line):\(first.column); remove one"
                )
                continue
            }
            places[text] = key.location
            pairs.append(
                YAMLPair(key: text, keyLocation: key.location, keyStyle: scalar.style, value: value))
        }
    }

    private func checkDepth(_ depth: Int, _ event: YAMLEvent) throws(YAMLError) {
        if depth > limits.depth {
            throw YAMLError(
                .limit, at: event.location, "nested deeper than \(limits.depth) levels; give inner types a name")
        }
    }

    private func placeholder(_ event: YAMLEvent) -> YAMLNode {
        YAMLNode(.scalar(YAMLScalar(text: "", style: .plain)), at: event.location)
    }

    private mutating func report(
        _ kind: YAMLError.Kind, _ location: SourceLocation, _ message: String
    ) throws(YAMLError) {
        let error = YAMLError(kind, at: location, message)
        guard errors.count + 1 < limits.errors else { throw error }
        errors.append(error)
    }
}
