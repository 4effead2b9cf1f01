internal import NIOCore

extension ByteBuffer {
    /// A buffer that holds these commands.
    init(_ commands: RedisCommands) {
        self.init()
        write(commands)
    }

    /// Writes commands behind what is there.
    mutating func write(_ commands: borrowing RedisCommands) {
        commands.encoded.withBytes { _ = writeBytes($0) }
    }
}
