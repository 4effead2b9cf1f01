// The generic part of each function is inlinable and small, so that it is specialised where generated code calls it.

extension JSONReader {
    /// The current value, an object of a generated type.
    ///
    /// - Throws: ``InvalidPayload`` where it is none.
    @inlinable
    public mutating func object<Value: PayloadValue>(_: Value.Type = Value.self) throws(InvalidPayload) -> Value {
        try Value(payload: &self)
    }

    /// The current value, an enum's raw value.
    ///
    /// - Throws: ``InvalidPayload`` where it is no string, or none that a closed enum has.
    @inlinable
    public mutating func enumeration<Value: RawRepresentable<String>>(
        _: Value.Type = Value.self
    ) throws(InvalidPayload) -> Value {
        let text = try string()
        guard let value = Value(rawValue: text) else { throw undeclared(text) }
        return value
    }

    /// The current value, an array; `element` reads each of its elements.
    ///
    /// - Throws: ``InvalidPayload`` where it is none, or what `element` throws.
    @inlinable
    public mutating func array<Element>(
        _ element: (inout JSONReader) throws(InvalidPayload) -> Element
    ) throws(InvalidPayload) -> [Element] {
        let array = try begin(.array)
        var elements: [Element] = []
        while try nextElement(elements.count, array) {
            elements.append(try element(&self))
        }
        end(array)
        return elements
    }

    /// The current value, an object with free names; `value` reads each of its values.
    ///
    /// - Throws: ``InvalidPayload`` where it is none or a name stands twice, or what `value` throws.
    @inlinable
    public mutating func map<Value>(
        _ value: (inout JSONReader) throws(InvalidPayload) -> Value
    ) throws(InvalidPayload) -> [String: Value] {
        let object = try begin(.object)
        // Two and three members need the same memory as one.
        var values = [String: Value](minimumCapacity: 3)
        while let name = try nextMember(object) {
            if values.updateValue(try value(&self), forKey: name) != nil { try repeated(name) }
        }
        end(object)
        return values
    }

    /// Whether the current value is null; for elements of arrays and maps that may be.
    public var isNull: Bool { current.is(.null) }

    /// The string at the only name of `names` in the current object; it chooses a union's case.
    ///
    /// - Throws: ``InvalidPayload`` where the value is no object or has no such string.
    public mutating func discriminator(_ names: FieldNames) throws(InvalidPayload) -> String {
        let union = current
        try open(names)
        try require(0)
        let text = try string()
        _ = close()
        current = union
        return text
    }

    /// What is thrown for a value that the catalogue does not declare: a closed enum's, a union's, a constant's.
    public func undeclared(_ text: String) -> InvalidPayload {
        violation(.enumeration, "\"\(text)\" is none of the values that the catalogue declares")
    }

    /// Checks that the current value is the declared constant.
    ///
    /// - Throws: ``InvalidPayload`` where it is another.
    public mutating func constant(_ expected: JSONValue) throws(InvalidPayload) {
        let found = try value()
        if found == expected { return }
        if case .number(let left) = found, case .number(let right) = expected, left.double == right.double { return }
        throw violation(.const, "the constant \(expected) is expected, not \(found)")
    }

    // MARK: What is not generic

    /// An array or a map that is being read.
    @usableFromInline
    struct Container {
        let end: Int
        /// Where the reader was, to be restored.
        let resume: Int
        /// What to go back to where the container lies in another one.
        let place: Place?
    }

    @usableFromInline
    enum ContainerKind {
        case array
        case object
    }

    @usableFromInline
    mutating func begin(_ kind: ContainerKind) throws(InvalidPayload) -> Container {
        switch kind {
        case .array: guard current.is(.array) else { throw mismatch("an array") }
        case .object: guard current.is(.object) else { throw mismatch("an object") }
        }
        var place: Place?
        if case .none = element {} else { place = enter() }
        let container = Container(end: current.end, resume: next, place: place)
        next = current.start + 1
        element = .index(0)
        return container
    }

    /// Makes the next element the current value; `false` at the end.
    @usableFromInline
    mutating func nextElement(_ index: Int, _ array: Container) throws(InvalidPayload) -> Bool {
        guard moveOn(in: array) else { return false }
        element = .index(index)
        current = try scanValue()
        next = position
        return true
    }

    /// Makes the next member's value the current one and returns its name; `nil` at the end.
    @usableFromInline
    mutating func nextMember(_ object: Container) throws(InvalidPayload) -> String? {
        guard moveOn(in: object) else { return nil }
        position += 1
        let name = try scanString()
        try scanColon()
        element = .name(name)
        current = try scanValue()
        next = position
        return string(in: name)
    }

    /// Goes to the next element of a container whose syntax the scan has checked.
    @inline(__always)
    private mutating func moveOn(in container: Container) -> Bool {
        position = next
        skipSpace()
        if peek() == UInt8(ascii: ",") {
            position += 1
            skipSpace()
        }
        return position < container.end - 1
    }

    @usableFromInline
    mutating func end(_ container: Container) {
        if let place = container.place { leave(place) } else { element = .none }
        next = container.resume
    }

    @usableFromInline
    func repeated(_ name: String) throws(InvalidPayload) {
        if limits.duplicateNames == .refused { throw duplicate(name) }
    }
}
