import EventCatalogue
import TestSupport

/// Changes payloads at random, so that about half of them are still what their event declares.
struct PayloadMutator {
    var generator: SeededGenerator

    private static let numbers = [
        "0", "1", "-1", "-0", "1.0", "-0.0", "1e2", "1E-7", "1e400", "2.5", "10", "5", "99", "100", "2147483648",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "18446744073709551616", "0.1", "0.30000000000000004", "5e-324", "1e21", "123456789.123456", "1e23",
        "9007199254740992", "0.00001234", "1.7976931348623157e308", "4.35", "100.0000001", "-180.00001",
    ]
    private static let texts = [
        "", "a", "abc", "abcd", "abcde", "abcdef", "e\u{301}", "\u{e9}", "\u{1f600}\u{1f600}", "\u{0}\u{1f}\u{8}\u{c}",
        "\u{7f}\u{2028}", "AB-1", "AB-12345", "AB-1\n", "web", "home", "card", "cash", "writer", "2027-02-29",
        "2028-02-29", "2027-06-30T12:00:00Z", "2027-06-30t12:00:00.1z", "2027-06-30T24:00:00Z",
        "2027-06-30T23:59:60Z", "2027-06-30 12:00:00Z", "2027-06-30T12:00:00", "2027-06-30T12:00:00.123456789-11:30",
        "PT1.5S", "PT1.5H", "P", "PT", "P1Y2M3DT4H", "P3W", "P1M1Y", "AAAA", "AAA=", "AA==", "A===", "AA=A", "/+8=",
        "0", "00", "-0", "1", "-1.50", "1.", "1e5", "01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d",
        "https://a.example/?q=%2f", "http:", "1http:a", "a:%zz", "a:b", "msg-ai", "-msg", "a\u{a0}c", "axc", "1 y",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936", "100.49", "100.50",
    ]

    mutating func mutated(_ payload: CatalogueValue) -> CatalogueValue {
        var result = payload
        for _ in 0..<Int.random(in: 1...2, using: &generator) { result = changed(result, whole: payload) }
        guard case .object = result else { return payload }
        return result
    }

    /// The value with one thing in it changed.
    private mutating func changed(_ value: CatalogueValue, whole: CatalogueValue) -> CatalogueValue {
        switch value {
        case .object(var members) where !members.isEmpty:
            let index = Int.random(in: members.indices, using: &generator)
            switch Int.random(in: 0..<12, using: &generator) {
            case 0: members.remove(at: index)
            case 1: members.append(CatalogueValue.Member("zz\(members.count)", junk()))
            case 2: members[index].value = .null
            case 3: members.swapAt(0, index)
            case 4...6: members[index].value = similar(members[index].value)
            default: members[index].value = changed(members[index].value, whole: whole)
            }
            return .object(members)
        case .array(var items) where !items.isEmpty:
            let index = Int.random(in: items.indices, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: items.remove(at: index)
            case 1: items.append(items[index])
            case 2: items.append(junk())
            default: items[index] = changed(items[index], whole: whole)
            }
            return .array(items)
        default: return Int.random(in: 0..<4, using: &generator) == 0 ? junk() : similar(value)
        }
    }

    /// Another value of the same kind.
    private mutating func similar(_ value: CatalogueValue) -> CatalogueValue {
        switch value {
        case .number: .number(Self.numbers.randomElement(using: &generator) ?? "0")
        case .string: .string(Self.texts.randomElement(using: &generator) ?? "")
        case .bool(let value): .bool(!value)
        default: junk()
        }
    }

    private mutating func junk() -> CatalogueValue {
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: .null
        case 1: .bool(true)
        case 2, 3: .number(Self.numbers.randomElement(using: &generator) ?? "0")
        case 4, 5: .string(Self.texts.randomElement(using: &generator) ?? "")
        default: Bool.random(using: &generator) ? .array([]) : .object([])
        }
    }
}
