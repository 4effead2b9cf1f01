/// Finds the name that somebody probably meant.
enum Suggestion {
    /// The candidate nearest to `word`, if one is near enough to be a slip of the keyboard.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let limit = max(1, word.utf8.count / 3)
        return
            candidates
            .map { (name: $0, distance: distance(Array(word.lowercased().utf8), Array($0.lowercased().utf8))) }
            .filter { $0.distance <= limit }
            .min { $0.distance < $1.distance }?
            .name
    }

    /// Levenshtein's edit distance, in bytes.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let replaced = previous[column] + (byte == other ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}

extension Setting {
    /// The setting whose environment variable somebody probably meant.
    package static func nearest(to variable: String) -> Setting? {
        let meant = Suggestion.nearest(to: variable, among: all.map(\.environmentVariable))
        return all.first { $0.environmentVariable == meant }
    }
}
