/// Reads an array of strings out of MessagePack, as the server's `cmsgpack` writes the fields of an entry.
enum PackedStrings {
    /// The strings; `nil` where the bytes are anything else.
    static func read(_ bytes: [UInt8]) -> [[UInt8]]? {
        var rest = bytes[...]
        guard let head = rest.popFirst() else { return nil }
        let count: Int?
        switch head {
        case 0x90...0x9f: count = Int(head & 0x0f)
        case 0xdc: count = number(&rest, bytes: 2)
        case 0xdd: count = number(&rest, bytes: 4)
        default: return nil
        }
        guard let count, count <= rest.count else { return nil }
        var strings: [[UInt8]] = []
        strings.reserveCapacity(count)
        for _ in 0..<count {
            guard let length = length(&rest), length <= rest.count else { return nil }
            strings.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return rest.isEmpty ? strings : nil
    }

    private static func length(_ rest: inout ArraySlice<UInt8>) -> Int? {
        switch rest.popFirst() {
        case let head? where head & 0xe0 == 0xa0: Int(head & 0x1f)
        case 0xd9, 0xc4: number(&rest, bytes: 1)
        case 0xda, 0xc5: number(&rest, bytes: 2)
        case 0xdb, 0xc6: number(&rest, bytes: 4)
        default: nil
        }
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, bytes: Int) -> Int? {
        guard rest.count >= bytes else { return nil }
        let value = rest.prefix(bytes).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(bytes)
        return value
    }
}
