/// Event names to small numbers, looked up by bytes.
///
/// A stream has a handful of types, so a comparison of lengths and bytes beats hashing a `String` for each entry.
package struct EventTypeTable: Sendable {
    private var names: [[UInt8]] = []
    private var indices: [Int] = []

    package init() {}

    /// Maps a name; an earlier mapping of the same name is replaced.
    package mutating func set(_ index: Int, for name: String) {
        let bytes = Array(name.utf8)
        if let known = names.firstIndex(of: bytes) {
            indices[known] = index
        } else {
            names.append(bytes)
            indices.append(index)
        }
    }

    /// The number of a name; `nil` where it was never set.
    package func index(of name: UnsafeRawBufferPointer) -> Int? {
        for (place, candidate) in names.enumerated() where candidate.count == name.count {
            if candidate.elementsEqual(name) { return indices[place] }
        }
        return nil
    }
}
