import TestSupport

/// Makes payloads of the event `e` as texts: some right, some wrong in one place, in many ways of writing.
struct PayloadMaker {
    private var random: SeededGenerator

    init(random: SeededGenerator) { self.random = random }

    /// For each field texts that fit and, behind them, some that do not.
    private static let values: [(name: String, good: [String], bad: [String])] = [
        ("ref", ["null", "\"r\"", "\"\"", "\"a\\tb\""], ["\"123456789\"", "1"]),
        ("with_default", ["3", "-2147483648", "12", "-0"], ["2147483648", "1.5", "null"]),
        ("text", ["\"ab\"", "\"éé€😀\"", "\"a\\u00e9\""], ["\"a\"", "\"abcde\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\""]),
        ("flag", ["true", "null"], ["tru", "1"]),
        ("small", ["-5", "0", "3"], ["-6", "10", "1e0", "99999999999999999999"]),
        ("unsigned", ["0", "5", "9223372036854775805", "18446744073709551615"], ["-5", "7", "18446744073709551620"]),
        ("huge", ["\"10\""], ["\"9\"", "10"]), ("money", ["\"0.01\""], ["\"0\"", "\"1e3\""]),
        (
            "ratio", ["0.1", "0.5", "0.99999999999999999999", "5e-1"],
            ["1", "0.0999", "0.09999999999999999999999", "1e400", "\"x\""]
        ),
        ("data", ["\"QUJD\""], ["\"QUJDRA==\"", "\"=\""]),
        ("uuid", ["\"01890a5d-ac96-774b-bcce-b302099a8057\""], ["\"01890a5d\""]),
        ("at", ["\"2027-06-30T12:00:00Z\""], ["\"2027-02-30T12:00:00Z\""]),
        ("any", ["null", "[1, {\"a\" : null}]", "\"\\u0041\""], ["{\"a\":1,\"a\":1}", "[1,]"]),
        ("sku", ["\"AB-12\""], ["\"AB-123\"", "\"ab-1\""]), ("plain", ["\"AB-1\""], ["\"AB-\"", "null"]),
        (
            "tree", ["{\"name\":\"n\"}", "{\"children\":[{\"name\":\"\"}],\"name\":\"n\"}"],
            ["{}", "{\"name\":\"n\",\"children\":[{}]}"]
        ),
        ("list", ["[\"a\"]", "[ \"a\" , \"b\" ]"], ["[]", "[\"\"]", "[\"a\" \"b\"]", "{}"]),
        ("distinct", ["[]", "[1,2]"], ["[1,1.0]", "[null]"]),
        (
            "tags", ["{}", "{\"a\":[1],\"b\":[]}", "{\"é\":[]}"],
            ["{\"A\":[]}", "{\"a\":[],\"a\":[]}", "{\"a\":[1.5]}"]
        ),
        ("closed", ["\"one\"", "\"t\\u0077o\""], ["\"three\"", "1"]), ("open", ["\"three\""], ["3"]),
        ("constant", ["\"1.0\""], ["\"1\"", "1.0"]),
        (
            "either", ["{\"kind\":\"escrow\"}", "{\"address\":\"\",\"kind\":\"wallet\"}"],
            ["{\"kind\":\"wallet\"}", "{}"]
        ),
        ("nope", [], ["1"]),
    ]

    mutating func payload() -> String {
        var members = [("id", pick(["\"a\"", "\"é\"", "\"a\\\\b\"", "\"\\u00e4\""]))]
        let wrong = Int.random(in: 0..<3, using: &random) == 0
        for value in Self.values where Int.random(in: 0..<5, using: &random) == 0 {
            let isBad = wrong && Bool.random(using: &random) || value.good.isEmpty
            if isBad, !wrong { continue }
            members.append((value.name, pick(isBad ? value.bad : value.good)))
        }
        if wrong, Int.random(in: 0..<8, using: &random) == 0 { members.append(members[0]) }
        if wrong, Int.random(in: 0..<8, using: &random) == 0 { members.removeFirst() }
        if Bool.random(using: &random) { members.shuffle(using: &random) }
        let space = pick(["", "", " ", "\n  "])
        let texts = members.map { "\(space)\"\($0.0)\"\(space):\(space)\($0.1)\(space)" }
        var text = "\(space){\(texts.joined(separator: ","))}\(space)"
        if wrong, Int.random(in: 0..<6, using: &random) == 0 {
            text = String(text.dropLast(Int.random(in: 1...3, using: &random)))
        }
        return text
    }

    private mutating func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
}
