// The generic part of each function is inlinable and small, so that it is specialised where generated code calls it.

extension JSONWriter {
    /// Writes a nested object.
    ///
    /// - Throws: ``InvalidPayload`` where a rule refuses one of its fields.
    @inlinable
    public mutating func object(_ value: some PayloadValue) throws(InvalidPayload) {
        enter()
        try value.writePayload(to: &self)
        leave()
    }

    /// Writes an enum's raw value.
    @inlinable
    public mutating func enumeration(_ value: some RawRepresentable<String>) { string(value.rawValue) }

    /// Writes an array that has passed `rule`; `element` writes each element.
    ///
    /// - Throws: ``InvalidPayload`` where the rule refuses the array or `element` refuses one.
    @inlinable
    public mutating func array<Element>(
        _ elements: [Element], _ rule: ItemsRule = ItemsRule(),
        _ element: (inout JSONWriter, Element) throws(InvalidPayload) -> Void
    ) throws(InvalidPayload) {
        try beginArray(elements.count, rule)
        for index in elements.indices {
            if index > 0 { nextElement(index) }
            try element(&self, elements[index])
        }
        endArray()
    }

    /// Refuses an array that holds a value twice.
    ///
    /// - Throws: ``InvalidPayload`` with the rule `unique_items`.
    @inlinable
    public func unique(_ elements: [some Hashable]) throws(InvalidPayload) {
        if Set(elements).count != elements.count { throw repeatedItem() }
    }

    /// Writes a map that has passed `rule`, in the order of its keys; `member` writes each value.
    ///
    /// - Throws: ``InvalidPayload`` where a rule refuses the map or a key, or `member` refuses a value.
    @inlinable
    public mutating func map<Value>(
        _ values: [String: Value], _ rule: ItemsRule = ItemsRule(), keys: StringRule? = nil,
        _ member: (inout JSONWriter, Value) throws(InvalidPayload) -> Void
    ) throws(InvalidPayload) {
        let start = try beginMap(values.count, rule)
        if values.count < 2 {
            for (name, value) in values {
                try nextMember(name, keys)
                try member(&self, value)
            }
        } else {
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                try nextMember(name, keys)
                try member(&self, value)
            }
        }
        endMap(start)
    }

    /// Refuses a map with a key that `rule` refuses, and writes nothing.
    ///
    /// - Throws: ``InvalidPayload`` with the path of the key.
    @inlinable
    public mutating func check<Value>(
        keysOf values: [String: Value], _ rule: StringRule
    ) throws(InvalidPayload) {
        for name in values.keys.sorted() { try checkKey(name, rule) }
    }

    // MARK: What is not generic

    @usableFromInline
    mutating func beginArray(_ count: Int, _ rule: ItemsRule) throws(InvalidPayload) {
        if let broken = rule.violation(count) { throw violation(broken, rule.message(for: broken)) }
        enter()
        path.push(.index(0))
        append(UInt8(ascii: "["))
    }

    @usableFromInline
    mutating func nextElement(_ index: Int) {
        append(UInt8(ascii: ","))
        move(to: .index(index))
    }

    @usableFromInline
    mutating func endArray() {
        append(UInt8(ascii: "]"))
        path.pop()
        leave()
    }

    @usableFromInline
    func repeatedItem() -> InvalidPayload {
        violation(.uniqueItems, "the array holds a value twice; its items must be unique")
    }

    @usableFromInline
    mutating func beginMap(_ count: Int, _ rule: ItemsRule) throws(InvalidPayload) -> Int {
        if let broken = rule.violation(count) { throw violation(broken, rule.message(for: broken)) }
        enter()
        path.push(.index(0))
        return beginObject()
    }

    @usableFromInline
    mutating func nextMember(_ name: String, _ rule: StringRule?) throws(InvalidPayload) {
        move(to: .name(name))
        append(UInt8(ascii: ","))
        if let rule { try string(name, rule) } else { string(name) }
        append(UInt8(ascii: ":"))
    }

    @usableFromInline
    mutating func endMap(_ start: Int) {
        endObject(start)
        path.pop()
        leave()
    }
}
