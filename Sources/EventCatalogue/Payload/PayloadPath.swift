/// A place in a payload: `$.tags.x[2]`.
package struct PayloadPath: Sendable, Hashable, CustomStringConvertible {
    package var steps: [Step] = []

    /// One step into a value.
    package enum Step: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    /// The whole payload.
    package init() {}

    func appending(_ step: Step) -> PayloadPath {
        var path = self
        path.steps.append(step)
        return path
    }

    /// As in JSONPath; a key that is no plain name stands in brackets and quotes.
    package var description: String {
        steps.reduce(into: "$") { text, step in
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key) where Self.isPlain(key): text += ".\(key)"
            case .key(let key): text += "[\"\(key)\"]"
            }
        }
    }

    private static func isPlain(_ key: String) -> Bool {
        guard let first = key.unicodeScalars.first, !ScalarSet.digits.contains(first) else { return false }
        return key.unicodeScalars.allSatisfy { ScalarSet.word.contains($0) }
    }
}
