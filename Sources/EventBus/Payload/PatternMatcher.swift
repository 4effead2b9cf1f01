/// A pattern of the catalogue as a table: one step per byte of UTF-8, no backtracking, no allocation.
///
/// Generated code holds the tables that the catalogue's checker compiled. State 0 is dead, state 1 the start.
public final class PatternMatcher: Sendable {
    /// The pattern as it stands in the catalogue, for messages.
    public let source: String
    /// The class of each byte, already in the low bits of a table index.
    private let classes: [UInt16]
    /// For each state `1 << shift` next states.
    private let transitions: [UInt16]
    private let accepting: [Bool]
    private let shift: Int

    /// Takes tables in their generated form.
    ///
    /// - Parameters:
    ///   - source: the pattern, for messages.
    ///   - classes: runs of bytes of one class, from byte 0 on: the class and where the run ends, such as `0-47 1-57 0-255`.
    ///   - transitions: for each state its next states by class, states separated by `|`; `*` after a state's last number
    ///     says that it accepts. A number before `x` and a next state repeats it.
    public init(_ source: StaticString, classes: StaticString, transitions: StaticString) {
        self.source = source.description
        var classOfByte: [UInt16] = []
        for run in classes.description.split(separator: " ") {
            let parts = run.split(separator: "-")
            guard parts.count == 2, let number = UInt16(parts[0]), let end = Int(parts[1]) else { continue }
            while classOfByte.count <= end { classOfByte.append(number) }
        }
        precondition(classOfByte.count == 256, "a pattern's classes cover all bytes")
        let classCount = Int(classOfByte.max() ?? 0) + 1
        var shift = 0
        while 1 << shift < classCount { shift += 1 }
        var table: [UInt16] = []
        var accepting: [Bool] = []
        for state in transitions.description.split(separator: "|", omittingEmptySubsequences: false) {
            let start = table.count
            var accepts = false
            for item in state.split(separator: " ") {
                if item == "*" {
                    accepts = true
                    continue
                }
                let parts = item.split(separator: "x")
                guard let next = parts.last.flatMap({ UInt16($0) }) else { continue }
                let times = parts.count == 2 ? Int(parts[0]) ?? 1 : 1
                table.append(contentsOf: repeatElement(next, count: times))
            }
            table.append(contentsOf: repeatElement(0, count: max(0, start + 1 << shift - table.count)))
            accepting.append(accepts)
        }
        precondition(table.count == accepting.count << shift, "a pattern's states have one transition per class")
        precondition(table.allSatisfy { Int($0) < accepting.count }, "a pattern's transitions lead to its states")
        self.classes = classOfByte
        self.transitions = table
        self.accepting = accepting
        self.shift = shift
    }

    /// Whether a run of UTF-8 matches.
    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        var state = 1
        let shift = shift
        classes.withUnsafeBufferPointer { classes in
            transitions.withUnsafeBufferPointer { transitions in
                for byte in text {
                    state = Int(transitions[state << shift | Int(classes[Int(byte)])])
                    if state == 0 { return }
                }
            }
        }
        return accepting[state]
    }

    /// Whether a string matches.
    public func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
    }
}
