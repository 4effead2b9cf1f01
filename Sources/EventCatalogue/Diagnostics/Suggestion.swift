/// Finds the name that somebody may have meant.
package enum Suggestion {
    /// The known name nearest to a mistyped one; `nil` where none is near.
    package static func closest(to name: String, among known: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars)
        let limit = max(1, wanted.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in known where candidate != name {
            let other = Array(candidate.lowercased().unicodeScalars)
            var distance = distance(wanted, other, limit: limit)
            if distance > limit, wanted.count >= 3, other.starts(with: wanted) { distance = limit }
            if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// `"; did you mean x?"`, or nothing.
    package static func phrase(for name: String, among known: some Sequence<String>) -> String {
        closest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
    }

    /// Edits (a neighbouring swap counts once) that make one word the other; any number above `limit` where more.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], limit: Int) -> Int {
        guard abs(left.count - right.count) <= limit else { return limit + 1 }
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let change = left[row - 1] == right[column - 1] ? 0 : 1
                var value = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + change)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    value = min(value, beforeLast[column - 2] + 1)
                }
                current.append(value)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
