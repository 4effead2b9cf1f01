/// The way from a payload's root to where the codec is now; put into words only when something is refused.
struct JSONPath: Sendable {
    /// One step down.
    enum Step: Sendable {
        /// A generated key: `,"name":`.
        case key(StaticString)
        /// A declared field.
        case field(FieldNames, Int)
        /// A member of a map or of free JSON.
        case name(String)
        /// An element of an array.
        case index(Int)
    }

    private var steps: [Step] = []

    @inline(__always)
    mutating func push(_ step: Step) {
        if steps.isEmpty { steps.reserveCapacity(8) }
        steps.append(step)
    }

    @inline(__always)
    mutating func pop() { steps.removeLast() }

    mutating func replaceLast(_ step: Step) { steps[steps.count - 1] = step }

    mutating func removeAll() { steps.removeAll(keepingCapacity: true) }

    /// `$` and the steps, followed by those that have not been pushed.
    func description(with last: [Step]) -> String {
        var text = "$"
        for step in steps + last { Self.append(step, to: &text) }
        return text
    }

    private static func append(_ step: Step, to text: inout String) {
        switch step {
        case .key(let key):
            guard key.utf8CodeUnitCount > 4 else { return }
            text += "." + key.description.dropFirst(2).dropLast(2)
        case .field(let names, let index):
            if index >= 0 { text += "." + names[index] }
        case .name(let name):
            text += "." + name
        case .index(let index):
            text += "[\(index)]"
        }
    }
}
