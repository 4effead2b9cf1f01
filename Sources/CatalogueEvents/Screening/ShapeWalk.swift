import EventBus
import EventCatalogue

/// Holds a payload to a shape while it is read, without building it.
struct ShapeWalk {
    let payloads: PayloadChecker

    /// Whether the value that the reader stands before passes at first sight; then the reader stands behind it.
    ///
    /// - Throws: ``InvalidPayload`` where the text is malformed.
    func takes(_ shape: ValueShape, from json: inout JSONReader) throws(InvalidPayload) -> Bool {
        switch shape {
        case .text(let text):
            guard let slot = try json.walkScalar() else { return false }
            return Self.text(slot, in: json) { text.accepts($0) }
        case .listed(let values):
            guard let slot = try json.walkScalar() else { return false }
            return Self.text(slot, in: json) { text in values.contains { $0.elementsEqual(text) } }
        case .bool:
            guard let slot = try json.walkScalar() else { return false }
            return slot.is(.true) || slot.is(.false)
        case .integer(let integer):
            guard let slot = try json.walkScalar(), let number = json.integer(of: slot) else { return false }
            return integer.accepts(number)
        case .double(let double): return try takes(double, from: &json)
        case .object(let object):
            return try takes(object, from: &json) { (index, json) throws(InvalidPayload) in
                try takes(object.fields[index], from: &json)
            }
        case .array(let item, let count): return try takes(item, count, from: &json)
        case .map(let map): return try takes(map, from: &json)
        case .built(let definition):
            return payloads.violations(of: CatalogueValue(try json.walkTree()), as: definition).isEmpty
        }
    }

    /// Whether the value that the reader stands before passes as that of a field.
    ///
    /// - Throws: ``InvalidPayload`` where the text is malformed.
    func takes(_ field: ObjectShape.Field, from json: inout JSONReader) throws(InvalidPayload) -> Bool {
        if field.isNullable, try json.walkNull() { return true }
        return try takes(field.shape, from: &json)
    }

    /// Whether an object has the fields that it must have and no others; each is given to `take` by its place.
    ///
    /// - Throws: ``InvalidPayload`` where the text is malformed.
    func takes(
        _ object: ObjectShape, from json: inout JSONReader,
        _ take: (Int, inout JSONReader) throws(InvalidPayload) -> Bool
    ) throws(InvalidPayload) -> Bool {
        guard var isThere = try json.walkInto(.object) else { return false }
        var seen: UInt64 = 0
        var expected = 0
        while isThere {
            let index = try json.walkName(of: object.names, expecting: expected)
            guard index >= 0, seen & 1 << UInt64(index) == 0 else { return false }
            seen |= 1 << UInt64(index)
            expected = index + 1
            guard try take(index, &json) else { return false }
            isThere = try json.walkOn(in: .object)
        }
        return seen & object.required == object.required
    }

    private func takes(_ double: DoubleShape, from json: inout JSONReader) throws(InvalidPayload) -> Bool {
        guard let slot = try json.walkScalar(), slot.is(.number) || slot.is(.integer) else { return false }
        guard let number = json.double(of: slot) else { return false }
        if number > double.above, number < double.below { return true }
        let text = String(decoding: json.bytes(of: slot), as: UTF8.self)
        return payloads.violations(of: .number(text), as: double.definition).isEmpty
    }

    private func takes(
        _ item: ValueShape, _ count: ClosedRange<Int>, from json: inout JSONReader
    ) throws(InvalidPayload) -> Bool {
        guard var isThere = try json.walkInto(.array) else { return false }
        var items = 0
        while isThere {
            items += 1
            guard try takes(item, from: &json) else { return false }
            isThere = try json.walkOn(in: .array)
        }
        return count.contains(items)
    }

    private func takes(_ map: MapShape, from json: inout JSONReader) throws(InvalidPayload) -> Bool {
        guard var isThere = try json.walkInto(.object) else { return false }
        var names: [JSONSlot] = []
        while isThere {
            let name = try json.walkName()
            let text = json.bytes(of: name)
            // Names that look alike are one to the reader of trees; of ASCII only the same bytes do.
            guard name.is(.string), names.count < MapShape.maximumCount, text.allSatisfy({ $0 < 0x80 }) else {
                return false
            }
            for other in names where other.length == name.length {
                if json.bytes(of: other).elementsEqual(text) { return false }
            }
            names.append(name)
            guard map.keyPatterns.allSatisfy({ $0.accepts(text) }) else { return false }
            guard try takes(map.value, from: &json) else { return false }
            isThere = try json.walkOn(in: .object)
        }
        return map.count.contains(names.count)
    }

    /// Whether a scalar is a text that `accepts` takes.
    private static func text(
        _ slot: JSONSlot, in json: borrowing JSONReader, _ accepts: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        if slot.is(.string) { return accepts(json.bytes(of: slot)) }
        guard slot.is(.escapedString) else { return false }
        return Array(json.text(ofString: slot).utf8).withUnsafeBytes(accepts)
    }
}
