/// A command for the raw connection: its arguments in memory that does not move, so that sending it costs what it costs in C.
final class HiredisCommand {
    let count: Int
    let pointers: UnsafeMutablePointer<UnsafePointer<CChar>?>
    let lengths: UnsafeMutablePointer<Int>
    private let bytes: UnsafeMutablePointer<CChar>

    init(_ arguments: [[UInt8]]) {
        count = arguments.count
        pointers = .allocate(capacity: max(count, 1))
        lengths = .allocate(capacity: max(count, 1))
        bytes = .allocate(capacity: max(arguments.reduce(0) { $0 + $1.count }, 1))
        var next = bytes
        for (index, argument) in arguments.enumerated() {
            for byte in argument {
                next.pointee = CChar(bitPattern: byte)
                next += 1
            }
            pointers[index] = UnsafePointer(next - argument.count)
            lengths[index] = argument.count
        }
    }

    convenience init(_ arguments: [String]) {
        self.init(arguments.map { Array($0.utf8) })
    }

    deinit {
        pointers.deallocate()
        lengths.deallocate()
        bytes.deallocate()
    }
}
