/// One or more Redis commands, encoded as RESP and ready for the wire: a value, built on the caller's thread.
///
/// ```swift
/// var commands = RedisCommands()
/// commands.begin("XADD", arguments: 4)
/// commands.argument("log")
/// commands.argument("*")
/// commands.argument("data")
/// commands.argument(bytes)
/// let replies = try await client.send(commands)
/// ```
///
/// Every command must be one that answers exactly once: `SUBSCRIBE`, `MONITOR` and `CLIENT REPLY` have no place here.
public struct RedisCommands: Sendable {
    /// How many commands there are.
    public private(set) var count = 0

    private(set) var encoded: CommandBytes
    /// Arguments that the command begun last still lacks.
    private var missingArguments = 0

    /// Makes an empty value.
    ///
    /// - Parameter reservingCapacity: Bytes to reserve for the encoded commands.
    public init(reservingCapacity: Int = 0) {
        encoded = CommandBytes(capacity: reservingCapacity)
    }

    /// The size of the encoded commands in bytes.
    public var byteCount: Int { encoded.count }

    /// Whether there is no command.
    public var isEmpty: Bool { count == 0 }

    /// The encoded commands as they go to the server.
    public var encodedBytes: [UInt8] { encoded.withBytes { Array($0) } }

    /// Removes every command.
    ///
    /// - Parameter keepingCapacity: Whether the memory is kept for the commands that come next.
    public mutating func removeAll(keepingCapacity: Bool = false) {
        count = 0
        missingArguments = 0
        encoded.removeAll(keepingCapacity: keepingCapacity)
    }

    /// Begins a command; exactly `arguments` calls of `argument` must follow.
    ///
    /// - Parameters:
    ///   - name: The command, as in `"XADD"`.
    ///   - arguments: How many arguments follow the name.
    public mutating func begin(_ name: StaticString, arguments: Int) {
        start(arguments: arguments)
        encoded.appendBulk(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    /// Adds one argument.
    public mutating func argument(_ value: StaticString) {
        take()
        encoded.appendBulk(UnsafeRawBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    /// Adds one argument, as UTF-8.
    public mutating func argument(_ value: String) {
        take()
        encoded.appendBulk(value)
    }

    /// Adds one argument, in decimal.
    public mutating func argument(_ value: Int) {
        take()
        encoded.appendBulk(Int64(value))
    }

    /// Adds one argument, in decimal.
    public mutating func argument(_ value: some FixedWidthInteger) {
        take()
        if let small = Int64(exactly: value) {
            encoded.appendBulk(small)
        } else {
            encoded.appendBulk(String(value))
        }
    }

    /// Adds one argument: these bytes.
    public mutating func argument(_ value: UnsafeRawBufferPointer) {
        take()
        encoded.appendBulk(value)
    }

    /// Adds one argument: these bytes.
    public mutating func argument(_ value: [UInt8]) {
        take()
        value.withUnsafeBytes { encoded.appendBulk($0) }
    }

    /// Adds one argument: these bytes.
    public mutating func argument(_ value: ArraySlice<UInt8>) {
        take()
        value.withUnsafeBytes { encoded.appendBulk($0) }
    }

    /// Adds one argument: a stream id, as `ms-seq`.
    public mutating func argument(_ value: RedisStreamID) {
        take()
        encoded.appendBulk(value)
    }

    /// Adds a whole command, for where convenience matters more than nanoseconds.
    public mutating func append(_ name: String, _ arguments: String...) {
        append(name, arguments)
    }

    /// Adds a whole command.
    public mutating func append(_ name: String, _ arguments: [String]) {
        start(arguments: arguments.count)
        encoded.appendBulk(name)
        for value in arguments { argument(value) }
    }

    /// Adds every command of another value behind those already here.
    public mutating func append(contentsOf other: RedisCommands) {
        precondition(missingArguments == 0 && other.missingArguments == 0, "a command lacks arguments")
        count += other.count
        other.encoded.withBytes { encoded.append($0) }
    }

    /// Adds a run of arguments that were encoded before: for what is the same in every command.
    ///
    /// - Parameters:
    ///   - piece: The arguments as ``encodedBytes`` shows them.
    ///   - arguments: How many of the command's arguments the piece completes.
    package mutating func append(encodedArguments piece: [UInt8], completing arguments: Int) {
        precondition(missingArguments >= arguments, "more arguments than announced")
        missingArguments -= arguments
        piece.withUnsafeBytes { encoded.append($0) }
    }

    /// Adds bytes of an encoded argument that are written in place.
    ///
    /// - Parameters:
    ///   - count: How many bytes `write` fills.
    ///   - write: Gets exactly that much room.
    package mutating func append(byteCount count: Int, writing write: (UnsafeMutableRawBufferPointer) -> Void) {
        encoded.append(byteCount: count, writing: write)
    }

    /// Adds one command as it goes to the server.
    mutating func appendEncoded(_ command: UnsafeRawBufferPointer) {
        count += 1
        encoded.append(command)
    }

    /// Whether the command begun last has all its arguments.
    var isComplete: Bool { missingArguments == 0 }

    private mutating func start(arguments: Int) {
        precondition(missingArguments == 0, "the command before lacks arguments")
        precondition(arguments >= 0, "a negative number of arguments")
        count += 1
        missingArguments = arguments
        encoded.appendHeader(UInt8(ascii: "*"), arguments + 1)
    }

    @inline(__always)
    private mutating func take() {
        precondition(missingArguments > 0, "one argument more than announced")
        missingArguments -= 1
    }
}
