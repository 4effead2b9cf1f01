/// A piece of a YAML document and the place where it begins.
///
/// Scalars are text: what the text means is decided by whoever knows what its place expects.
package struct YAMLNode: Sendable, Hashable {
    package let content: Content
    package let location: SourceLocation

    /// The three kinds of node.
    package enum Content: Sendable, Hashable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the file; keys are unique.
        case mapping([YAMLPair])
    }

    /// Makes a node.
    package init(_ content: Content, at location: SourceLocation) {
        self.content = content
        self.location = location
    }

    /// The scalar; `nil` for other nodes.
    package var scalar: YAMLScalar? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }

    /// The items; `nil` for other nodes.
    package var sequence: [YAMLNode]? {
        guard case .sequence(let nodes) = content else { return nil }
        return nodes
    }

    /// The pairs; `nil` for other nodes.
    package var mapping: [YAMLPair]? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs
    }

    /// Whether the node is nothing, `~` or `null` without quotes.
    package var isNull: Bool { scalar?.isNull ?? false }

    /// The value of a key; `nil` where the node is no mapping or has no such key.
    package subscript(key: String) -> YAMLNode? { mapping?.first { $0.key == key }?.value }
}

/// A key of a mapping with its value.
package struct YAMLPair: Sendable, Hashable {
    package let key: String
    package let keyLocation: SourceLocation
    /// How the key was written.
    package let keyStyle: YAMLScalar.Style
    package let value: YAMLNode

    /// Makes a pair.
    package init(
        key: String, keyLocation: SourceLocation, keyStyle: YAMLScalar.Style = .plain, value: YAMLNode
    ) {
        self.key = key
        self.keyStyle = keyStyle
        self.keyLocation = keyLocation
        self.value = value
    }
}

/// The text of a scalar and how it was written.
package struct YAMLScalar: Sendable, Hashable {
    package let text: String
    package let style: Style

    /// How a scalar was written.
    package enum Style: Sendable, Hashable {
        /// Without quotes.
        case plain
        case singleQuoted
        case doubleQuoted
        /// A block after `|`.
        case literal
        /// A block after `>`.
        case folded
    }

    /// Makes a scalar.
    package init(text: String, style: Style) {
        self.text = text
        self.style = style
    }

    /// Whether it is nothing, `~` or `null` without quotes.
    package var isNull: Bool {
        style == .plain && (text.isEmpty || text == "~" || text == "null")
    }
}
