/// Reads one JSON text (RFC 8259) straight from its bytes.
///
/// Generated code opens an object, which checks its syntax and notes where each declared field stands, then takes the
/// fields in its own order, and closes it, which hands over the fields that were not declared. The text must be UTF-8
/// without a byte order mark; lone surrogates in escapes, names that stand twice and texts beyond the ``JSONLimits`` are
/// refused. After an error a reader is of no further use.
public struct JSONReader: ~Copyable {
    let base: UnsafeRawPointer
    let end: Int
    let limits: JSONLimits

    /// Where the scan is.
    var position = 0
    var depth = 0

    /// Behind the element of the innermost array or map that is being read.
    var next = 0

    /// The value that the next accessor reads.
    var current: JSONSlot
    var path = JSONPath()

    /// The open object: its names, where its slots begin, the field being read.
    private var names = FieldNames.none
    private var slotBase = 0
    private var field = -1
    /// The element of the array or map that is being read in that field.
    var element = Element.none
    private var unknown: [JSONObject.Member] = []
    private var slots: [JSONSlot] = []
    private var outer: [Frame] = []
    private var isOpen = false

    /// Whether the text that was walked through so far is as ``JSONWriter`` writes it: without spaces and escapes.
    package internal(set) var isCompact = true

    /// What is put aside while a nested object is open.
    private struct Frame {
        let names: FieldNames
        let slotBase: Int
        let place: Place
        let unknown: [JSONObject.Member]
        let isOpen: Bool
    }

    /// Prepares to read `bytes`, which must stay where they are as long as the reader is used.
    public init(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits = .standard) {
        base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        end = bytes.count
        self.limits = limits
        current = JSONSlot(start: 0, end: 0, kind: .unread)
    }

    /// Lends a reader of `bytes` to `body`.
    ///
    /// - Throws: what `body` throws.
    @inlinable
    public static func read<Value>(
        _ bytes: [UInt8], limits: JSONLimits = .standard, _ body: (inout JSONReader) throws(InvalidPayload) -> Value
    ) throws(InvalidPayload) -> Value {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InvalidPayload) in
            var reader = JSONReader(UnsafeRawBufferPointer(buffer), limits: limits)
            return try body(&reader)
        }
    }

    // MARK: Objects

    /// Opens the current value, which must be an object, and notes where the fields of `names` stand.
    ///
    /// - Throws: ``InvalidPayload`` where the value is no object, the text is malformed, or a name stands twice.
    public mutating func open(_ names: FieldNames) throws(InvalidPayload) {
        let isRoot = current.is(.unread)
        if isRoot {
            try startRoot()
            current = JSONSlot(start: position, end: end, kind: .object)
            if peek() != UInt8(ascii: "{") { current = try scanValue() }
        }
        guard current.is(.object) else { throw mismatch("an object") }
        if isOpen || !isRoot {
            let frame = Frame(
                names: self.names, slotBase: slotBase, place: enter(), unknown: unknown, isOpen: isOpen)
            outer.append(frame)
            unknown = []
        }
        self.names = names
        isOpen = true
        field = -1
        slotBase = isRoot ? 0 : slots.count
        if isRoot {
            slots = [JSONSlot](repeating: .absent, count: names.count)
        } else {
            slots.append(contentsOf: repeatElement(.absent, count: names.count))
        }
        let resume = position
        position = current.start
        try scanMembers()
        if isRoot { try finish() } else { position = resume }
    }

    private mutating func scanMembers() throws(InvalidPayload) {
        position += 1
        depth += 1
        if depth > limits.maximumDepth { throw tooDeep() }
        skipSpace()
        if peek() == UInt8(ascii: "}") {
            position += 1
            depth -= 1
            return
        }
        var expected = 0
        while true {
            var name = JSONSlot.absent
            var index = expected
            let length = names.length(ofPrefix: base + position, end - position, at: expected)
            if length > 0 {
                position += length
            } else {
                guard peek() == UInt8(ascii: "\"") else { throw syntax("a member's name in quotes") }
                position += 1
                name = try scanString()
                index = self.index(of: name, expected: expected)
            }
            try scanColon()
            if index >= 0 {
                if !slots[slotBase + index].is(.absent), limits.duplicateNames == .refused {
                    throw duplicate(names[index])
                }
                field = index
                slots[slotBase + index] = try scanValue()
                field = -1
                expected = index + 1
            } else {
                let text = string(in: name)
                let index = unknown.firstIndex { $0.name == text }
                if index != nil, limits.duplicateNames == .refused { throw duplicate(text) }
                field = -1
                path.push(.name(text))
                let member = JSONObject.Member(name: text, value: try scanTree())
                path.pop()
                if let index { unknown[index] = member } else { unknown.append(member) }
            }
            skipSpace()
            let byte = peek()
            position += 1
            if byte == UInt8(ascii: ",") {
                skipSpace()
                continue
            }
            if byte == UInt8(ascii: "}") { break }
            position -= 1
            throw syntax("a comma or }")
        }
        depth -= 1
        field = -1
    }

    @inline(__always)
    private func index(of name: JSONSlot, expected: Int) -> Int {
        guard name.is(.string) else { return escapedIndex(of: name) }
        return names.index(of: base + (name.start - 1), name.length + 2, expected: expected)
    }

    private func escapedIndex(of name: JSONSlot) -> Int {
        let quoted = Array("\"\(string(in: name))\"".utf8)
        return quoted.withUnsafeBytes { bytes in
            bytes.baseAddress.map { names.index(of: $0, bytes.count, expected: 0) } ?? -1
        }
    }

    /// Makes the field at `index` of the open object the current value.
    ///
    /// - Throws: ``InvalidPayload`` where the field is absent or null.
    @inline(__always)
    public mutating func require(_ index: Int) throws(InvalidPayload) {
        field = index
        current = slots[slotBase + index]
        if !current.hasValue { throw missing() }
    }

    /// Makes the field at `index` of the open object the current value, unless it is absent or null: then `false`.
    @inline(__always)
    public mutating func has(_ index: Int) -> Bool {
        field = index
        current = slots[slotBase + index]
        return current.hasValue
    }

    /// Makes the field at `index` of the open object the current value; `false` where it is null.
    ///
    /// - Throws: ``InvalidPayload`` where the field is absent.
    public mutating func requireNullable(_ index: Int) throws(InvalidPayload) -> Bool {
        if has(index) { return true }
        if current.is(.absent) { throw missing() }
        return false
    }

    /// Closes the open object and hands over the fields that its names do not have, in their order.
    public mutating func close() -> JSONObject {
        let members = unknown
        if slotBase > 0 { slots.removeLast(slots.count - slotBase) }
        if let frame = outer.popLast() {
            names = frame.names
            slotBase = frame.slotBase
            leave(frame.place)
            unknown = frame.unknown
            isOpen = frame.isOpen
        } else {
            isOpen = false
        }
        return JSONObject(distinct: members)
    }

    // MARK: The root

    mutating func startRoot() throws(InvalidPayload) {
        guard end <= limits.maximumBytes else {
            throw refusal(.limit, "the text has \(end) bytes, more than the limit of \(limits.maximumBytes)")
        }
        position = 0
        skipSpace()
    }

    /// Makes the value being read the place from which paths go on; give the result to ``leave(_:)``.
    mutating func enter() -> Place {
        let place = Place(field: field, element: element)
        for step in steps { path.push(step) }
        field = -1
        element = .none
        return place
    }

    mutating func leave(_ place: Place) {
        if case .none = place.element {} else { path.pop() }
        path.pop()
        field = place.field
        element = place.element
    }

    /// Where in the open object a value is.
    struct Place {
        let field: Int
        let element: Element
    }

    /// Which element of an array or map; a name is where it stands, and becomes text only when something is refused.
    enum Element {
        case none
        case index(Int)
        case name(JSONSlot)
    }

    mutating func finish() throws(InvalidPayload) {
        skipSpace()
        if position < end { throw syntax("the end of the text") }
    }

    // MARK: Errors

    private var steps: [JSONPath.Step] {
        switch element {
        case .none: [.field(names, field)]
        case .index(let index): [.field(names, field), .index(index)]
        case .name(let name): [.field(names, field), .name(string(in: name))]
        }
    }

    /// What is thrown when the current value breaks `rule`.
    func violation(_ rule: InvalidPayload.Rule, _ message: String) -> InvalidPayload {
        InvalidPayload(
            path: path.description(with: steps), rule: rule, message: message,
            offset: current.is(.absent) ? nil : current.start)
    }

    private func missing() -> InvalidPayload {
        current.is(.absent)
            ? violation(.required, "the field is required and absent")
            : violation(.nullable, "the field is null and may not be")
    }

    func mismatch(_ expected: String) -> InvalidPayload {
        violation(.type, "\(expected) is expected, not \(found)")
    }

    private var found: String {
        switch current.kind {
        case .absent, .unread: "this"
        case .null: "null"
        case .true, .false: "a boolean"
        case .integer, .number: "a number"
        case .string, .escapedString: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// What is thrown when the scan stops at `position`.
    func refusal(_ rule: InvalidPayload.Rule, _ message: String) -> InvalidPayload {
        InvalidPayload(path: path.description(with: steps), rule: rule, message: message, offset: position)
    }

    func syntax(_ expected: String) -> InvalidPayload {
        let mark: StaticString = "\u{FEFF}"
        if position == 0, end >= mark.utf8CodeUnitCount, Bytes.areEqual(base, mark.utf8Start, mark.utf8CodeUnitCount) {
            return refusal(
                .syntax, "the text begins with a byte order mark (EF BB BF), which JSON does not have: leave it out")
        }
        return refusal(
            .syntax, position < end ? "\(expected) is expected here" : "the text ends where \(expected) is expected")
    }

    func duplicate(_ name: String) -> InvalidPayload {
        refusal(.duplicateName, "the name \"\(name)\" stands twice in one object")
    }

    func tooDeep() -> InvalidPayload {
        refusal(.limit, "arrays and objects lie deeper in each other than the limit of \(limits.maximumDepth)")
    }
}
