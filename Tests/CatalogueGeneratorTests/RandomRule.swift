import TestSupport

/// Writes rules that type-check over the fields of the property test.
struct RandomRule {
    var random: SeededGenerator

    private mutating func pick(_ texts: String...) -> String { texts.randomElement(using: &random) ?? "" }

    mutating func condition(depth: Int) -> String {
        guard depth > 0 else {
            return pick("flag", "on", "has(small)", "has(box.cost)", "has(lines)", "has(on)", "true", "false", "!flag")
        }
        let next = depth - 1
        switch Int.random(in: 0..<14, using: &random) {
        case 0: return "(\(condition(depth: next)) && \(condition(depth: next)))"
        case 1: return "(\(condition(depth: next)) || \(condition(depth: next)))"
        case 2: return "!(\(condition(depth: next)))"
        case 3: return "(\(condition(depth: next)) ? \(condition(depth: next)) : \(condition(depth: next)))"
        case 4: return "(\(condition(depth: next)) \(pick("==", "!=")) \(condition(depth: next)))"
        case 5: return "(\(text(depth: next)) \(pick("==", "!=")) \(text(depth: next)))"
        case 6: return "(side \(pick("==", "!=")) \(pick("'left'", "'right'", "side")))"
        case 7: return "(\(pick("at", "due")) \(order()) \(pick("at", "due", "'2027-06-30T12:00:00+01:00'")))"
        case 8: return "(day \(order()) '2027-06-30')"
        case 9, 10: return "(\(decimal(depth: next)) \(order()) \(decimal(depth: next)))"
        case 11: return "(\(whole(depth: next)) \(order()) \(double(depth: next)))"
        case 12: return "(\(double(depth: next)) \(order()) \(double(depth: next)))"
        default: return "(\(whole(depth: next)) \(order()) \(whole(depth: next)))"
        }
    }

    private mutating func order() -> String { pick("==", "!=", "<", "<=", ">", ">=") }

    private mutating func whole(depth: Int) -> String {
        guard depth > 0 else {
            return pick(
                "small", "large", "unsigned", "box.count", "size(name)", "size(lines)", "sum(lines.count)", "0", "1",
                "2", "-3",
                "9007199254740993", "18446744073709551615")
        }
        let next = depth - 1
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "-\(whole(depth: 0).replacing("-", with: ""))"
        case 1: return "(\(condition(depth: next)) ? \(whole(depth: next)) : \(whole(depth: next)))"
        default: return "(\(whole(depth: next)) \(pick("+", "-", "*", "/", "%")) \(whole(depth: next)))"
        }
    }

    private mutating func double(depth: Int) -> String {
        guard depth > 0 else { return pick("ratio", "share", "sum(lines.weight)", "0.5", "1e300", "0.1", "2.0") }
        let next = depth - 1
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "(\(whole(depth: next)) \(pick("+", "*")) \(double(depth: next)))"
        case 1: return "(\(condition(depth: next)) ? \(double(depth: next)) : \(double(depth: next)))"
        default: return "(\(double(depth: next)) \(pick("+", "-", "*", "/", "%")) \(double(depth: next)))"
        }
    }

    private mutating func decimal(depth: Int) -> String {
        guard depth > 0 else { return pick("price", "fee", "box.cost", "sum(lines.cost)", "price") }
        let next = depth - 1
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "-\(decimal(depth: 0))"
        case 1: return "(\(decimal(depth: next)) \(pick("+", "-", "*")) \(pick("1", "0.19", "-2.50", "large")))"
        case 2: return "(\(condition(depth: next)) ? \(decimal(depth: next)) : \(decimal(depth: next)))"
        default: return "(\(decimal(depth: next)) \(pick("+", "-", "*")) \(decimal(depth: next)))"
        }
    }

    private mutating func text(depth: Int) -> String {
        guard depth > 0 else { return pick("name", "'é'", "'left'", "''", "'e\u{301}'") }
        return "(\(condition(depth: depth - 1)) ? \(text(depth: 0)) : \(text(depth: 0)))"
    }
}
