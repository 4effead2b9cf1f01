import EventCatalogue
import Foundation
import TestSupport
import Testing

@Suite("compiling patterns")
struct PatternAutomatonTests {
    struct Match: Sendable, CustomTestStringConvertible {
        var pattern: String
        var accepted: [String]
        var refused: [String]
        var testDescription: String { pattern }

        init(_ pattern: String, _ accepted: [String], not refused: [String]) {
            self.pattern = pattern
            self.accepted = accepted
            self.refused = refused
        }
    }

    @Test(
        "a pattern accepts what it says and nothing else",
        arguments: [
            Match("^abc$", ["abc"], not: ["", "ab", "abcd", "xabc", "abC"]),
            Match("abc", ["abc", "xxabcxx", "ababc"], not: ["", "abab", "ab c"]),
            Match("^abc", ["abc", "abcx"], not: ["xabc"]),
            Match("abc$", ["abc", "xabc"], not: ["abcx"]),
            Match("", ["", "x"], not: []),
            Match("^$", [""], not: ["x", "\n"]),
            Match("^a|b$", ["a", "ax", "xb", "b"], not: ["xa", "bx"]),
            Match("^(a|b)$", ["a", "b"], not: ["", "ab", "c"]),
            Match("^(?:a|bc)*d$", ["d", "ad", "bcad"], not: ["bd", "cd"]),
            Match("^a?b+c*$", ["b", "ab", "abbcc"], not: ["a", "ac", "aab"]),
            Match("^a{3}$", ["aaa"], not: ["aa", "aaaa"]),
            Match("^a{2,}$", ["aa", "aaaaaa"], not: ["a", ""]),
            Match("^a{1,3}$", ["a", "aa", "aaa"], not: ["", "aaaa"]),
            Match("^a{0}b$", ["b"], not: ["ab"]),
            Match("^(ab){2,3}$", ["abab", "ababab"], not: ["ab", "aba", "abababab"]),
            Match("^[a-c_.-]$", ["a", "b", "_", ".", "-"], not: ["d", "", "ab"]),
            Match("^[^a-c]$", ["d", "é", "€", "😀", "\n"], not: ["a", "c", "", "dd", "éé"]),
            Match("^.$", ["a", "é", "€", "😀"], not: ["", "\n", "\r", "\u{2028}", "\u{2029}", "ab", "e\u{301}"]),
            Match("^\\d\\D$", ["1a", "1é"], not: ["a1", "11", "٣a"]),
            Match("^\\w\\W$", ["a-", "_é"], not: ["-a", "ab", "é-"]),
            Match("^\\s\\S$", [" a", "\tb", "\u{0B}c"], not: ["a ", "\u{A0}a"]),
            Match("^[\\d\\s]+$", ["1 2"], not: ["a"]),
            Match("^[^\\d]$", ["a"], not: ["1"]),
            Match("^\\.\\*\\\\\\/\\[\\]\\{\\}\\(\\)\\^\\$\\|\\?\\+\\-$", [".*\\/[]{}()^$|?+-"], not: ["x"]),
            Match("^[\\]\\\\^-]$", ["]", "\\", "^", "-"], not: ["a"]),
            Match("^\\t\\n\\r\\f\\v$", ["\t\n\r\u{0C}\u{0B}"], not: ["tnrfv"]),
            Match("^\\x41\\u00e9\\u20AC$", ["Aé€"], not: ["A"]),
            Match("^[à-ü]+$", ["éàü"], not: ["z", "Ā", "ÿ"]),
            Match(
                "^[\\u0000-\\uD7FF]$", ["\u{0}", "a", "é", "\u{7FF}", "\u{800}", "\u{D7FF}"], not: ["\u{E000}", "😀"]),
            Match("^[😀-😂]$", ["😀", "😁", "😂"], not: ["😃", "a"]),
            Match("^0x[a-fA-F0-9]{40}$", ["0x" + String(repeating: "aF", count: 20)], not: ["0x", "0x12"]),
            Match(
                "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$", ["a", "msg-ai", String(repeating: "a", count: 64)],
                not: ["", "-a", "a-", "A", String(repeating: "a", count: 65)]),
            Match("x-y,a b#\"'<>&%~`!@;:=", ["x-y,a b#\"'<>&%~`!@;:="], not: ["x"]),
        ])
    func matches(match: Match) throws {
        let automaton = try PatternAutomaton(match.pattern)
        for text in match.accepted { #expect(automaton.matches(text.utf8), "\(match.pattern) should accept \(text)") }
        for text in match.refused { #expect(!automaton.matches(text.utf8), "\(match.pattern) should refuse \(text)") }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var pattern: String
        var place: Int
        var kind: PatternError.Kind
        var says: String
        var testDescription: String { pattern.isEmpty ? "empty" : String(pattern.prefix(30)) }

        init(_ pattern: String, at place: Int, _ kind: PatternError.Kind, _ says: String) {
            self.pattern = pattern
            self.place = place
            self.kind = kind
            self.says = says
        }
    }

    @Test(
        "what is not taken is refused with its place and what to write",
        arguments: [
            Refusal("a(?=b)", at: 2, .notPortable, "look-ahead"),
            Refusal("a(?!b)", at: 2, .notPortable, "look-ahead"),
            Refusal("(?<=a)b", at: 1, .notPortable, "look-behind"),
            Refusal("(?<!a)b", at: 1, .notPortable, "look-behind"),
            Refusal("(?<n>a)", at: 1, .notPortable, "named groups"),
            Refusal("(?P<n>a)", at: 1, .notPortable, "named groups"),
            Refusal("(?i)a", at: 1, .notPortable, "flags"),
            Refusal("(a)\\1", at: 4, .notPortable, "back-references"),
            Refusal("a*?", at: 3, .notPortable, "lazy"),
            Refusal("a++", at: 3, .notPortable, "possessive"),
            Refusal("a{2}{3}", at: 5, .malformed, "quantifier"),
            Refusal("a**", at: 3, .malformed, "quantifier"),
            Refusal("*a", at: 1, .malformed, "nothing before it"),
            Refusal("(+)", at: 2, .malformed, "nothing before it"),
            Refusal("a{", at: 2, .notPortable, "count"),
            Refusal("a{,3}", at: 2, .notPortable, "count"),
            Refusal("a{3,2}", at: 2, .malformed, "ends before it begins"),
            Refusal("a{1001}", at: 2, .notPortable, "too large"),
            Refusal("{", at: 1, .notPortable, "\\{"),
            Refusal("a}", at: 2, .notPortable, "\\}"),
            Refusal("a]", at: 2, .notPortable, "\\]"),
            Refusal("(a", at: 1, .malformed, "not closed"),
            Refusal("a)", at: 2, .malformed, "closes no group"),
            Refusal("[a", at: 1, .malformed, "not closed"),
            Refusal("[]a]", at: 1, .notPortable, "empty class"),
            Refusal("[^]", at: 1, .notPortable, "empty class"),
            Refusal("[[:alpha:]]", at: 2, .notPortable, "\\["),
            Refusal("[z-a]", at: 2, .malformed, "ends before it begins"),
            Refusal("[\\d-z]", at: 2, .malformed, "either end"),
            Refusal("\\", at: 1, .malformed, "backslash"),
            Refusal("a\\b", at: 2, .notPortable, "word boundaries"),
            Refusal("\\p{L}", at: 1, .notPortable, "Unicode properties"),
            Refusal("\\Z", at: 1, .notPortable, "not a portable escape"),
            Refusal("\\x4", at: 1, .malformed, "hexadecimal"),
            Refusal("\\uD800", at: 1, .notPortable, "surrogates"),
            Refusal("a^b", at: 2, .notPortable, "anchor"),
            Refusal("a$b", at: 2, .notPortable, "anchor"),
            Refusal("(^a)", at: 2, .notPortable, "anchor"),
            Refusal("(a$)", at: 3, .notPortable, "anchor"),
            Refusal("((a{1000}){1000}){1000}", at: 1, .notPortable, "too large"),
            Refusal("[ab]*a[ab]{14}", at: 1, .notPortable, "states"),
            Refusal(String(repeating: "(", count: 10_000), at: 51, .notPortable, "nested deeper"),
        ])
    func refused(refusal: Refusal) throws {
        let error = try #require(throws: PatternError.self) { try PatternAutomaton(refusal.pattern) }
        #expect(error.place == refusal.place, "\(error)")
        #expect(error.kind == refusal.kind, "\(error)")
        #expect(error.message.contains(refusal.says), "\(error)")
        #expect(error.description.contains("character \(refusal.place) "))
    }

    @Test("the tables are small: states and classes that nothing tells apart are one")
    func minimal() throws {
        let address = try PatternAutomaton("^0x[a-fA-F0-9]{40}$")
        #expect(address.stateCount == 44)  // dead, 42 characters read, and the beginning
        #expect(address.classCount == 4)  // 0, x, other hexadecimal digits, the rest
        #expect(address.transitions.count == 44 * 4)
        #expect(address.classOfByte.count == 256 && address.classOfByte.allSatisfy { $0 < 4 })
        let anything = try PatternAutomaton("a|b|")
        #expect(anything.accepting[Int(anything.start)] && anything.classCount == 1)
        #expect(try PatternAutomaton("(a|b)*c").stateCount == PatternAutomaton("([ab]*)c").stateCount)
        #expect(try PatternAutomaton("^a$").transitions[..<2] == [0, 0])
    }

    @Test("it agrees with Foundation's regular expressions on random patterns and texts")
    func agreesWithFoundation() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("pattern automaton: seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var compared = 0
        for _ in 0..<60 {
            var pattern = randomPattern(depth: 2, &generator)
            if Bool.random(using: &generator) { pattern = "^(" + pattern + ")$" }
            let automaton: PatternAutomaton
            do { automaton = try PatternAutomaton(pattern) } catch {
                #expect(error.message.contains("states") || error.message.contains("too large"), "\(pattern): \(error)")
                continue
            }
            let expected = try NSRegularExpression(pattern: pattern)
            for _ in 0..<50 {
                let alphabet = Array("aabbc01-_ .A")
                let count = Int.random(in: 0...8, using: &generator)
                let text = String((0..<count).compactMap { _ in alphabet.randomElement(using: &generator) })
                let range = NSRange(text.startIndex..., in: text)
                let isMatch = expected.firstMatch(in: text, range: range) != nil
                #expect(automaton.matches(text.utf8) == isMatch, "\(pattern) on \"\(text)\"")
                compared += 1
            }
        }
        #expect(compared > 2000)
    }

    private func randomPattern(depth: Int, _ generator: inout SeededGenerator) -> String {
        let atoms = [
            "a", "b", "c", "0", "\\.", "-", ".", "[ab]", "[^a]", "[a-c0]", "\\d", "\\w", "\\s", "[^\\w-]", "\\S",
        ]
        func atom() -> String {
            if depth > 0, Int.random(in: 0..<3, using: &generator) == 0 {
                let inner = randomPattern(depth: depth - 1, &generator)
                return Bool.random(using: &generator) ? "(\(inner))" : "(?:\(inner))"
            }
            return atoms.randomElement(using: &generator) ?? "a"
        }
        let quantifiers = ["", "", "", "?", "*", "+", "{2}", "{1,}", "{0,2}"]
        let branches = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
            (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                atom() + (quantifiers.randomElement(using: &generator) ?? "")
            }.joined()
        }
        return branches.joined(separator: "|")
    }
}
