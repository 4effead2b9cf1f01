extension RedisCommands {
    /// Adds the commands of another value that stand at these positions, in ascending order.
    package mutating func append(_ other: RedisCommands, at positions: [Int]) {
        other.encoded.withBytes { bytes in
            var start = 0
            var position = 0
            for wanted in positions {
                while position <= wanted {
                    let end = Self.endOfCommand(bytes, from: start)
                    if position == wanted { appendEncoded(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) }
                    start = end
                    position += 1
                }
            }
        }
    }

    /// Where the command that begins at `start` ends, by the lengths that stand in it.
    private static func endOfCommand(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var (rest, position) = number(bytes, at: start + 1)
        while rest > 0 {
            let (length, body) = number(bytes, at: position + 1)
            position = body + length + 2
            rest -= 1
        }
        return position
    }

    /// The number that begins at `start`, and where its line ends.
    private static func number(_ bytes: UnsafeRawBufferPointer, at start: Int) -> (value: Int, end: Int) {
        var value = 0
        var position = start
        while bytes[position] != UInt8(ascii: "\r") {
            value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            position += 1
        }
        return (value, position + 2)
    }
}
