/// Writes JSON into a growing buffer of bytes that can be used again and again.
///
/// Generated code calls it: `json.key(…)` and then one value. Numbers and strings come out in their shortest form
/// without spaces. A value that its rule refuses is thrown as ``InvalidPayload`` with its path; what was written of the
/// object until then stays in the buffer, and ``truncate(to:)`` takes it back.
public struct JSONWriter: Sendable {
    /// Initialised up to its end, used up to `count`: stores need no bookkeeping.
    private var storage: [UInt8]

    /// How many bytes are written.
    public private(set) var count: Int = 0

    var path = JSONPath()
    private var key: StaticString = ""

    /// Makes an empty writer with room for `capacity` bytes.
    public init(capacity: Int = 512) {
        storage = [UInt8](repeating: 0, count: max(capacity, 32))
    }

    /// Forgets what is written and keeps the memory.
    public mutating func removeAll() { truncate(to: 0) }

    /// Forgets what is written after the first `count` bytes.
    public mutating func truncate(to count: Int) {
        precondition(count <= self.count)
        self.count = count
        path.removeAll()
        key = ""
    }

    /// A copy of what is written.
    public var bytes: [UInt8] { [UInt8](storage[..<count]) }

    /// Ends writing and gives the bytes, without copying them.
    public consuming func finish() -> [UInt8] {
        storage.removeLast(storage.count - count)
        return storage
    }

    /// Calls `body` with what is written; the pointer is valid during the call only.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let count = count
        return try storage.withUnsafeBufferPointer { (buffer) throws(Failure) in
            try body(UnsafeRawBufferPointer(start: buffer.baseAddress, count: count))
        }
    }

    // MARK: Objects

    /// Starts an object; give the result to ``endObject(_:)``.
    ///
    /// Every member begins with a comma, and the end turns the first one into the brace.
    @inline(__always)
    public func beginObject() -> Int { count }

    /// Ends the object that started at `start`.
    public mutating func endObject(_ start: Int) {
        if count == start {
            append(UInt8(ascii: "{"), UInt8(ascii: "}"))
        } else {
            storage[start] = UInt8(ascii: "{")
            append(UInt8(ascii: "}"))
        }
    }

    /// Ends the object that started at `start` with fields that another version wrote.
    public mutating func endObject(_ start: Int, _ unknownFields: JSONObject) {
        for member in unknownFields.members {
            append(UInt8(ascii: ","))
            unchecked(member.name)
            append(UInt8(ascii: ":"))
            unchecked(member.value)
        }
        endObject(start)
    }

    /// Writes the key of the next value: a comma, the name in quotes and escaped, a colon.
    public mutating func key(_ fragment: StaticString) {
        key = fragment
        append(UnsafeRawPointer(fragment.utf8Start), fragment.utf8CodeUnitCount)
    }

    /// Writes a key that is known only now.
    public mutating func key(name: String) {
        key = ""
        append(UInt8(ascii: ","))
        unchecked(name)
        append(UInt8(ascii: ":"))
    }

    // MARK: Where it is

    /// Goes down into the value of the last key.
    @usableFromInline
    mutating func enter() {
        path.push(.key(key))
        key = ""
    }

    @usableFromInline
    mutating func leave() {
        path.pop()
        key = ""
    }

    /// Holds one key of a map to a rule; what follows stands where it stood.
    @usableFromInline
    mutating func checkKey(_ name: String, _ rule: StringRule) throws(InvalidPayload) {
        let here = self.key
        enter()
        path.push(.name(name))
        try check(name, rule)
        path.pop()
        leave()
        self.key = here
    }

    /// Goes on to the next element of what was entered.
    mutating func move(to step: JSONPath.Step) {
        path.replaceLast(step)
        key = ""
    }

    /// What is thrown when the value being written breaks `rule`.
    func violation(_ rule: InvalidPayload.Rule, _ message: String) -> InvalidPayload {
        InvalidPayload(path: path.description(with: [.key(key)]), rule: rule, message: message)
    }

    // MARK: Bytes

    /// Writes bytes that are JSON already, such as a payload that was encoded before.
    public mutating func raw(_ json: UnsafeRawBufferPointer) {
        guard let start = json.baseAddress else { return }
        append(start, json.count)
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        storage[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func append(_ first: UInt8, _ second: UInt8) {
        append(first)
        append(second)
    }

    @inline(__always)
    mutating func append(_ source: UnsafeRawPointer, _ length: Int) {
        withRoom(length) { room in
            room.copyMemory(from: source, byteCount: length)
            return length
        }
    }

    /// Calls `body` with at least `length` bytes of room; it returns how many it has filled.
    @inline(__always)
    mutating func withRoom(_ length: Int, _ body: (UnsafeMutableRawPointer) -> Int) {
        reserve(length)
        let start = count
        let written = storage.withUnsafeMutableBytes { body($0.baseAddress.unsafelyUnwrapped + start) }
        count += written
    }

    @inline(__always)
    private mutating func reserve(_ length: Int) {
        if storage.count - count < length { grow(length) }
    }

    @inline(never)
    private mutating func grow(_ length: Int) {
        storage.append(contentsOf: repeatElement(0, count: max(storage.count, length)))
    }
}
