extension JSONReader {
    /// The current value, whatever it is.
    ///
    /// - Throws: ``InvalidPayload`` where it is the root and the text is malformed, or where a name stands twice.
    public mutating func value() throws(InvalidPayload) -> JSONValue {
        if current.is(.unread) {
            try startRoot()
            let value = try scanTree()
            try finish()
            return value
        }
        let resume = position
        let isString = current.is(.string) || current.is(.escapedString)
        position = current.start - (isString ? 1 : 0)
        let place = enter()
        let value = try scanTree()
        leave(place)
        position = resume
        return value
    }

    /// Checks the value at `position` and builds it.
    mutating func scanTree() throws(InvalidPayload) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "{"): return try scanObjectTree()
        case UInt8(ascii: "["): return try scanArrayTree()
        default:
            let slot = try scanValue()
            switch slot.kind {
            case .null: return .null
            case .true: return .bool(true)
            case .false: return .bool(false)
            case .integer, .number:
                return .number(JSONNumber(checked: String(decoding: text(of: slot), as: UTF8.self)))
            default: return .string(string(in: slot))
            }
        }
    }

    private mutating func scanArrayTree() throws(InvalidPayload) -> JSONValue {
        try descend()
        var elements: [JSONValue] = []
        if peek() == UInt8(ascii: "]") {
            position += 1
        } else {
            while true {
                path.push(.index(elements.count))
                elements.append(try scanTree())
                path.pop()
                skipSpace()
                let next = peek()
                guard next == UInt8(ascii: ",") || next == UInt8(ascii: "]") else { throw syntax("a comma or ]") }
                position += 1
                if next == UInt8(ascii: "]") { break }
                skipSpace()
            }
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func scanObjectTree() throws(InvalidPayload) -> JSONValue {
        try descend()
        var members: [JSONObject.Member] = []
        var places: [String: Int] = [:]
        if peek() == UInt8(ascii: "}") {
            position += 1
        } else {
            while true {
                guard peek() == UInt8(ascii: "\"") else { throw syntax("a member's name in quotes") }
                position += 1
                let name = string(in: try scanString())
                try scanColon()
                let place = places.updateValue(members.count, forKey: name)
                if place != nil, limits.duplicateNames == .refused { throw duplicate(name) }
                path.push(.name(name))
                let member = JSONObject.Member(name: name, value: try scanTree())
                path.pop()
                if let place {
                    members[place] = member
                    places[name] = place
                } else {
                    members.append(member)
                }
                skipSpace()
                let next = peek()
                guard next == UInt8(ascii: ",") || next == UInt8(ascii: "}") else { throw syntax("a comma or }") }
                position += 1
                if next == UInt8(ascii: "}") { break }
                skipSpace()
            }
        }
        depth -= 1
        return .object(JSONObject(distinct: members))
    }

    private mutating func descend() throws(InvalidPayload) {
        position += 1
        depth += 1
        if depth > limits.maximumDepth { throw tooDeep() }
        skipSpace()
    }
}
