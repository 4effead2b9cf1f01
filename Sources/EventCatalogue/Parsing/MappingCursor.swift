import YAMLReader

/// Takes the keys of one mapping one by one; whatever was never asked for is unknown.
struct MappingCursor {
    let location: SourceLocation
    let reader: NodeReader
    /// What the mapping is, for messages: "an event".
    private let subject: String
    private var pairs: [YAMLPair]
    private var asked: [String] = []

    /// - Parameter location: the place that a missing key is reported at; the node's own unless given.
    init(_ node: YAMLNode, _ subject: String, at location: SourceLocation? = nil, reader: NodeReader) {
        self.location = location ?? node.location
        self.reader = reader
        self.subject = subject
        pairs = reader.pairs(node, subject)
    }

    /// The pair of a key, which is then dealt with.
    mutating func pair(_ key: String) -> YAMLPair? {
        asked.append(key)
        guard let index = pairs.firstIndex(where: { $0.key == key }) else { return nil }
        return pairs.remove(at: index)
    }

    mutating func node(_ key: String) -> YAMLNode? { pair(key)?.value }

    /// Like `node`, but a missing key is an error.
    mutating func required(_ key: String) -> YAMLNode? {
        let node = node(key)
        if node == nil {
            reader.diagnostics.report(RequiredKey.self, at: location, "\(subject) needs the key `\(key)`")
        }
        return node
    }

    mutating func text(_ key: String) -> String? { node(key).flatMap { reader.filledText($0, "`\(key)`") } }

    mutating func reference(_ key: String) -> Reference? { node(key).flatMap { reader.reference($0, "`\(key)`") } }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        node(key).flatMap { reader.integer($0, "`\(key)`", in: range) }
    }

    mutating func number(_ key: String) -> String? { node(key).flatMap { reader.number($0, "`\(key)`") } }

    mutating func flag(_ key: String) -> Bool? { node(key).flatMap { reader.flag($0, "`\(key)`") } }

    mutating func duration(_ key: String) -> Duration? { node(key).flatMap { reader.duration($0, "`\(key)`") } }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, as _: Choice.Type = Choice.self)
        -> Choice? where Choice.RawValue == String
    {
        node(key).flatMap { reader.choice($0, "`\(key)`") }
    }

    mutating func references(_ key: String) -> [Reference] {
        guard let node = node(key) else { return [] }
        return reader.list(node, "`\(key)`").compactMap { reader.reference($0, "an item of `\(key)`") }
    }

    mutating func list(_ key: String) -> [YAMLNode] { node(key).map { reader.list($0, "`\(key)`") } ?? [] }

    mutating func named(_ key: String) -> [YAMLPair] { node(key).map { reader.namedPairs($0, "`\(key)`") } ?? [] }

    /// Pairs whose keys are no names.
    mutating func pairs(_ key: String) -> [YAMLPair] { node(key).map { reader.pairs($0, "`\(key)`") } ?? [] }

    /// Reports the keys that nobody asked for.
    func finish() {
        for pair in pairs {
            let meant = Suggestion.phrase(for: pair.key, among: asked)
            reader.diagnostics.report(
                UnknownKey.self, at: pair.keyLocation, "\(subject) has no key `\(pair.key)`\(meant)")
        }
    }
}
