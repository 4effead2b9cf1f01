import NIOCore

/// Cuts a stream of bytes into lines. A pure value; it never holds more than one line's beginning.
struct LineSplitter: Sendable {
    /// A line, without its end.
    enum Line: Sendable, Hashable {
        case bytes([UInt8])
        /// It is longer than a line may be; it was thrown away.
        case tooLong
    }

    private let maximumLength: Int
    private var beginning: [UInt8] = []
    private var isTooLong = false

    init(maximumLength: Int) {
        self.maximumLength = maximumLength
    }

    /// Takes in bytes.
    ///
    /// - Parameter emit: Is given each line that is complete now.
    mutating func take<Failure: Error>(_ buffer: ByteBuffer, _ emit: (Line) throws(Failure) -> Void) throws(Failure) {
        var rest = buffer.readableBytesView[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            add(rest[..<end])
            rest = rest[(end + 1)...]
            try emit(next())
        }
        add(rest)
    }

    /// The last line, where it has no end; `nil` where there is none.
    mutating func finish() -> Line? { beginning.isEmpty && !isTooLong ? nil : next() }

    private mutating func add(_ bytes: ByteBufferView.SubSequence) {
        if isTooLong { return }
        if beginning.count + bytes.count > maximumLength {
            isTooLong = true
            beginning = []
        } else {
            beginning.append(contentsOf: bytes)
        }
    }

    private mutating func next() -> Line {
        defer {
            beginning = []
            isTooLong = false
        }
        if isTooLong { return .tooLong }
        if beginning.last == UInt8(ascii: "\r") { beginning.removeLast() }
        return .bytes(beginning)
    }
}
