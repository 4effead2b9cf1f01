import EventBus
import Testing

/// Our own corpus: each production of RFC 8259 with texts that it has and texts that it has not.
@Suite("the JSON grammar")
struct JSONGrammarTests {
    @Test(
        "a text of the grammar is accepted and written back in its shortest form",
        arguments: [
            ("null", "null"), (" true ", "true"), ("\tfalse\r\n", "false"), ("0", "0"), ("-0", "-0"), ("10", "10"),
            ("-12.50", "-12.50"), ("1e5", "1e5"), ("1E+05", "1E+05"), ("0.1e-7", "0.1e-7"), ("\"\"", "\"\""),
            (#""a\/b""#, #""a/b""#), (#""\u0041\u00e9\u20ac""#, "\"Aé€\""), (#""\ud83d\ude00""#, "\"😀\""),
            (#""\"\\\b\f\n\r\t""#, #""\"\\\b\f\n\r\t""#), (#""\u0000\u001f""#, #""\u0000\u001f""#),
            ("\"\u{7f}\"", "\"\u{7f}\""),
            ("[]", "[]"), ("[ 1 , [ ] , \"x\" ]", "[1,[],\"x\"]"), ("{}", "{}"),
            (#"{ "a" : 1 , "" : { } }"#, #"{"a":1,"":{}}"#),
            ("18446744073709551616", "18446744073709551616"), ("1e999", "1e999"), ("\"é\"", "\"é\""),
        ])
    func accepted(text: String, shortest: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(value.description == shortest)
        #expect(try JSONValue(parsing: value.bytes) == value)
    }

    @Test(
        "a text outside the grammar is refused with the byte where it stops",
        arguments: [
            ("", 0), (" ", 1), ("nul", 0), ("nulL", 0), ("True", 0), ("NaN", 0), ("Infinity", 0), ("-Infinity", 1),
            ("+1", 0),
            ("01", 1), ("-", 1), ("-a", 1), ("1.", 2), ("1.e1", 2), (".5", 0), ("1e", 2), ("1e+", 3), ("0x10", 1),
            ("1_000", 1),
            ("'a'", 0), ("\"a", 2), ("\"a\n\"", 2), ("\"\\x\"", 1), ("\"\\u12g4\"", 1), ("\"\\", 1), ("[", 1),
            ("[1", 2),
            ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("]", 0), ("{", 1), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{a:1}", 1),
            ("{\"a\":1,}", 7), ("{\"a\":1 \"b\":2}", 7), ("{1:2}", 1), ("1 2", 2), ("[] ,", 3), ("null\0", 4),
            ("\u{feff}1", 0),
            ("// no\n1", 0), ("\u{a0}1", 0),
        ])
    func refused(text: String, offset: Int) {
        let error = #expect(throws: InvalidPayload.self) { try JSONValue(parsing: Array(text.utf8)) }
        #expect(error?.rule == .syntax)
        #expect(error?.offset == offset, "\(error?.description ?? "")")
    }

    @Test(
        "bytes that are not UTF-8 are refused",
        arguments: [
            [0x80], [0xc0, 0xaf], [0xc1, 0xbf], [0xc3], [0xc3, 0x28], [0xe0, 0x80, 0x80], [0xe2, 0x82],
            [0xed, 0xa0, 0x80],
            [0xed, 0xbf, 0xbf], [0xf0, 0x80, 0x80, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff],
            [0xfe],
        ] as [[UInt8]])
    func brokenUTF8(bytes: [UInt8]) {
        for padding in ["", "abcdefgh", "é"] {
            let text = [UInt8(ascii: "\"")] + Array(padding.utf8) + bytes + [UInt8(ascii: "\"")]
            let error = #expect(throws: InvalidPayload.self) { try JSONValue(parsing: text) }
            #expect(error?.rule == .syntax)
            #expect(error?.offset == 1 + padding.utf8.count)
        }
    }

    @Test("every Unicode scalar, escaped or not, is read as itself")
    func scalars() throws {
        for value in stride(from: UInt32(0x20), through: 0x10ffff, by: 97) {
            guard let scalar = Unicode.Scalar(value), value != 0x22, value != 0x5c else { continue }
            let text = String(scalar)
            let units = text.utf16.map {
                "\\u" + String(repeating: "0", count: 4 - String($0, radix: 16).count) + String($0, radix: 16)
            }
            for form in ["\"\(text)\"", "\"\(units.joined())\""] {
                guard case .string(let read) = try JSONValue(parsing: Array(form.utf8)) else {
                    Issue.record("\(form) is no string")
                    return
                }
                #expect(read.unicodeScalars.elementsEqual(text.unicodeScalars), "U+\(String(value, radix: 16))")
            }
        }
    }

    @Test(
        "a surrogate that stands alone is refused",
        arguments: [
            #"\ud800"#, #"\udc00"#, #"\ud800\ud800"#, #"\ud800a"#, #"\ud800\n"#, #"\udbff\u0041"#, #"\ude00\ud83d"#,
        ])
    func loneSurrogates(escape: String) {
        let error = #expect(throws: InvalidPayload.self) { try JSONValue(parsing: Array("\"\(escape)\"".utf8)) }
        #expect(error?.rule == .syntax)
    }

    @Test("a name that stands twice is refused at any depth, however it is escaped, unless the last one is to win")
    func duplicates() throws {
        for text in [#"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, #"[{"b":{"a":1,"a":2}}]"#] {
            let error = #expect(throws: InvalidPayload.self) { try JSONValue(parsing: Array(text.utf8)) }
            #expect(error?.rule == .duplicateName)
        }
        let last = try JSONValue(
            parsing: Array(#"{"a":1,"b":0,"a":2}"#.utf8), limits: JSONLimits(duplicateNames: .lastWins))
        #expect(last.description == #"{"a":2,"b":0}"#)
    }

    @Test("texts beyond the limits are refused, and texts at the limits are not")
    func limits() throws {
        let limits = JSONLimits(maximumBytes: 100, maximumDepth: 5)
        func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
            Array((String(repeating: open, count: depth) + String(repeating: close, count: depth)).utf8)
        }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(5, "[", "]"), limits: limits) }
        let deep = #expect(throws: InvalidPayload.self) { try JSONValue(parsing: nested(6, "[", "]"), limits: limits) }
        #expect(deep?.rule == .limit)
        let long = [UInt8](repeating: UInt8(ascii: " "), count: 99) + [UInt8(ascii: "1")]
        #expect(throws: Never.self) { try JSONValue(parsing: long, limits: limits) }
        let longer = #expect(throws: InvalidPayload.self) { try JSONValue(parsing: [0x20] + long, limits: limits) }
        #expect(longer?.rule == .limit)
        // The default depth also holds in a million brackets, without exhausting the stack.
        let hostile = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: InvalidPayload.self) { try JSONValue(parsing: hostile) }
        #expect(throws: InvalidPayload.self) {
            try JSONValue(parsing: hostile, limits: JSONLimits(maximumDepth: 512))
        }
    }
}
