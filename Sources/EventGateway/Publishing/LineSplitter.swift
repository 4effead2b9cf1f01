import Foundation
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

    /// Takes in bytes, and adds each line that is complete now to `lines`.
    mutating func take(_ buffer: ByteBuffer, into lines: inout [Line]) {
        buffer.withUnsafeReadableBytes { bytes in
            var rest = bytes
            while let start = rest.baseAddress, let end = memchr(start, Int32(UInt8(ascii: "\n")), rest.count) {
                let length = UnsafeRawPointer(end) - start
                add(UnsafeRawBufferPointer(start: start, count: length))
                rest = UnsafeRawBufferPointer(start: start + (length + 1), count: rest.count - (length + 1))
                lines.append(next())
            }
            add(rest)
        }
    }

    /// The last line, where it has no end; `nil` where there is none.
    mutating func finish() -> Line? { beginning.isEmpty && !isTooLong ? nil : next() }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
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
