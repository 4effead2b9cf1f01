/// Bytes of RESP 2 (https://redis.io/docs/latest/develop/reference/protocol-spec/) under construction: each piece is written with one
/// check for room and no intermediate value.
struct CommandBytes: Sendable {
    /// How many of the bytes count; behind them lies room.
    private(set) var count = 0
    private var storage: [UInt8]

    init(capacity: Int) {
        storage = capacity > 0 ? Self.room(capacity) : []
    }

    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withUnsafeBufferPointer { all throws(Failure) in
            try body(UnsafeRawBufferPointer(start: all.baseAddress, count: count))
        }
    }

    mutating func removeAll(keepingCapacity: Bool) {
        count = 0
        if !keepingCapacity { storage = [] }
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        write(atMost: bytes.count) { target in
            Self.copy(bytes, to: target)
        }
    }

    /// Exactly `count` bytes, which `fill` writes.
    mutating func append(byteCount count: Int, writing fill: (UnsafeMutableRawBufferPointer) -> Void) {
        write(atMost: count) { target in
            fill(UnsafeMutableRawBufferPointer(start: target, count: count))
            return count
        }
    }

    /// `<mark><value>\r\n`
    mutating func appendHeader(_ mark: UInt8, _ value: Int) {
        write(atMost: 24) { Self.header(mark, UInt64(value), $0) }
    }

    /// `$<length>\r\n<bytes>\r\n`
    mutating func appendBulk(_ bytes: UnsafeRawBufferPointer) {
        write(atMost: bytes.count + 26) { target in
            var end = Self.header(UInt8(ascii: "$"), UInt64(bytes.count), target)
            end += Self.copy(bytes, to: target + end)
            return Self.lineEnd(end, target)
        }
    }

    mutating func appendBulk(_ text: String) {
        var text = text
        text.withUTF8 { appendBulk(UnsafeRawBufferPointer($0)) }
    }

    mutating func appendBulk(_ value: Int64) {
        write(atMost: 48) { target in
            let sign = value < 0 ? 1 : 0
            let digits = Self.digitCount(value.magnitude)
            var end = Self.header(UInt8(ascii: "$"), UInt64(digits + sign), target)
            if sign == 1 {
                target[end] = UInt8(ascii: "-")
                end += 1
            }
            end = Self.decimal(value.magnitude, digits, end, target)
            return Self.lineEnd(end, target)
        }
    }

    mutating func appendBulk(_ id: RedisStreamID) {
        write(atMost: 72) { target in
            let first = Self.digitCount(id.milliseconds)
            let second = Self.digitCount(id.sequence)
            var end = Self.header(UInt8(ascii: "$"), UInt64(first + 1 + second), target)
            end = Self.decimal(id.milliseconds, first, end, target)
            target[end] = UInt8(ascii: "-")
            end = Self.decimal(id.sequence, second, end + 1, target)
            return Self.lineEnd(end, target)
        }
    }

    // MARK: Inside

    /// Makes room, has it filled, and counts what was written.
    @inline(__always)
    private mutating func write(atMost limit: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
        if storage.count - count < limit { grow(limit) }
        let start = count
        count += storage.withUnsafeMutableBufferPointer { all in
            // There is room for `limit` bytes, so there is memory unless nothing is to be written.
            guard let base = all.baseAddress else { return 0 }
            return body(base + start)
        }
    }

    @inline(never)
    private mutating func grow(_ limit: Int) {
        let old = self
        storage = Self.room(max(storage.count * 2, count + limit, 256))
        old.withBytes { bytes in
            storage.withUnsafeMutableBytes { $0.copyMemory(from: bytes) }
        }
    }

    /// Memory that is not cleared: nothing behind `count` is ever read.
    private static func room(_ capacity: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: capacity) { _, initialized in initialized = capacity }
    }

    @inline(__always)
    @discardableResult
    private static func copy(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<UInt8>) -> Int {
        if let source = bytes.baseAddress {
            UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: bytes.count)
        }
        return bytes.count
    }

    @inline(__always)
    private static func header(_ mark: UInt8, _ value: UInt64, _ target: UnsafeMutablePointer<UInt8>) -> Int {
        target[0] = mark
        return lineEnd(decimal(value, digitCount(value), 1, target), target)
    }

    @inline(__always)
    private static func lineEnd(_ start: Int, _ target: UnsafeMutablePointer<UInt8>) -> Int {
        target[start] = UInt8(ascii: "\r")
        target[start + 1] = UInt8(ascii: "\n")
        return start + 2
    }

    /// Writes exactly `digits` digits and returns where they end.
    @inline(__always)
    private static func decimal(
        _ value: UInt64, _ digits: Int, _ start: Int, _ target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var rest = value
        var index = start + digits
        repeat {
            index -= 1
            target[index] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
            rest /= 10
        } while index > start
        return start + digits
    }

    @inline(__always)
    private static func digitCount(_ value: UInt64) -> Int {
        var digits = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        return digits
    }
}
